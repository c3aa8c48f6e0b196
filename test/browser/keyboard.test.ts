import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { expectRefusedField, tabTo } from '../support/browser-checks.ts';
import { atBrowser } from '../support/browser-page.ts';
import { grace } from '../support/browser-people.ts';
import { andArrive, heading } from '../support/browser-steps.ts';

async function choose(page: Page, name: string) {
  await tabTo(page, name);
  await andArrive(page, page.keyboard.press('Enter'));
}

test('the whole journey works with the keyboard alone, and the focus is always visible', async () => {
  await atBrowser({}, async (page) => {
    await page.goto('/');
    await choose(page, 'Sign in with Microsoft');
    for (const step of [grace.name, 'Approve', 'Accept']) await choose(page, step);

    expect(await heading(page)).toBe('Choose a username');
    await tabTo(page, 'Username');
    await page.keyboard.type('grace hopper');
    await andArrive(page, page.keyboard.press('Enter'));
    await expectRefusedField(page, 'grace hopper', /space/i);

    // The field that was refused already has the focus.
    await page.keyboard.press('Control+A');
    await page.keyboard.type('Grace');
    await choose(page, 'Register');
    expect(await heading(page)).toBe('Your account');
    await choose(page, 'Sign out');
    expect(await page.getByRole('status').textContent()).toMatch(/^You are signed out here/);
    await choose(page, 'Sign in');
    await choose(page, grace.name);
    expect(await heading(page)).toBe('Your account');
  });
});

test('the first stop of the Tab key leads past the header', async () => {
  await atBrowser({}, async (page) => {
    await page.goto('/');
    await tabTo(page, 'Skip to content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Sign in with Microsoft');
  });
});
