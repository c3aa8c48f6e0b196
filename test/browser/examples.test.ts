import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { registryBackend } from '../../examples/registry-backend.ts';
import type { Person } from '../../local/stand-in/people.ts';
import { expectUsable } from '../support/browser-checks.ts';
import { atBrowser } from '../support/browser-page.ts';
import { james, ken } from '../support/browser-people.ts';
import { follow, heading, press, register, signInAtMicrosoft } from '../support/browser-steps.ts';
import { type ExampleServer, startExample } from '../support/example-server.ts';

const keys: Readonly<Record<string, string>> = { 'key of James': 'James', 'key of Ken': 'Ken' };
let backend: ExampleServer;

beforeAll(async () => {
  backend = await startExample(registryBackend({ ...inject('registry'), userOf: (key) => keys[key] }));
});
afterAll(async () => {
  await backend.close();
});

async function publish(id: string, apiKey: string, owner?: string): Promise<number> {
  const query = owner === undefined ? '' : `?owner=${owner}`;
  const answer = await fetch(`${backend.origin}/packages/${id}${query}`, {
    method: 'PUT',
    headers: { 'x-api-key': apiKey },
  });
  return answer.status;
}

/** At Microsoft, where consent was given before. */
async function signInAgain(browser: Page, person: Person): Promise<void> {
  for (const button of [person.name, 'Approve']) await press(browser, button);
}

describe('a registry built on the service', () => {
  test('sends people to sign in, gets them back, and knows in their browser who they are', async () => {
    const page = `${inject('frontendOrigin')}/`;
    await atBrowser({}, async (browser) => {
      await browser.goto(page);
      await browser.getByText('not-signed-in').waitFor();
      await follow(browser, 'Sign in');
      await signInAtMicrosoft(browser, james);
      await browser.getByLabel('Username').fill('James');
      await press(browser, 'Register');
      await browser.waitForURL(page);
      await browser.getByText('Hello, James').waitFor();
    });
  });

  test('registers a package with its first publish, and asks before each that follows', async () => {
    await atBrowser({}, (browser) => register(browser, ken, 'Ken'));
    expect(await publish('James.Json', 'key of James')).toBe(201);
    expect(await publish('James.Json', 'key of James')).toBe(200);
    expect(await publish('James.Json', 'key of Ken')).toBe(403);
    expect(await publish('James.Json', 'a key of nobody')).toBe(401);
    expect(await publish('Kens.Own', 'key of Ken', 'James')).toBe(403);
  });

  test('hears with the next publish that a co-owner was added, on pages that everybody can use', async () => {
    await atBrowser({}, async (browser) => {
      await browser.goto('/sign-in?returnTo=/account/packages');
      await signInAgain(browser, james);
      await expectUsable(browser);
      await follow(browser, 'James.Json');
      await expectUsable(browser);
      await follow(browser, 'Owners and offers');
      await browser.getByLabel('User or organization').fill('Ken');
      await press(browser, 'Offer');
      expect(await browser.getByRole('status').textContent()).toMatch(/^The offer was made/);
      await expectUsable(browser);
      await follow(browser, 'History');
      await expectUsable(browser);
    });
    expect(await publish('James.Json', 'key of Ken')).toBe(403);
    await atBrowser({}, async (browser) => {
      await browser.goto('/sign-in?returnTo=/account/packages');
      await signInAgain(browser, ken);
      await expectUsable(browser);
      await press(browser, 'Accept the offer of James.Json');
      expect(await heading(browser)).toBe('Your packages');
    });
    expect(await publish('James.Json', 'key of Ken')).toBe(200);
  });

  test('shows whose a package is, to anybody', async () => {
    await atBrowser({}, async (browser) => {
      await browser.goto(`${inject('frontendOrigin')}/p/James.Json`);
      await browser.getByText('Ken (user)').waitFor();
      await browser.goto('/packages/james.json');
      expect(await heading(browser)).toBe('James.Json');
      await expectUsable(browser);
      expect(await browser.getByRole('main').textContent()).toContain('Ken');
    });
  });
});
