import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { minute } from '../../shared/clock.ts';
import { longestName } from '../../shared/names/account-name.ts';
import { expectRefusedField, expectUsable } from '../support/browser-checks.ts';
import { atBrowser } from '../support/browser-page.ts';
import { edith, hertha, ida, joan } from '../support/browser-people.ts';
import { follow, heading, press, register } from '../support/browser-steps.ts';
import { startSystem } from '../support/system.ts';

test('somebody who leaves is told what is in the way, resolves it in another tab, leaves, and comes back', async () => {
  await atBrowser({}, async (hers) => {
    await register(hers, edith, 'Edith');
    await atBrowser({}, async (theirs) => {
      await register(theirs, joan, 'Joan');
      await hers.goto('/account/organizations/new');
      await hers.getByLabel('Name').fill('Power-Lines');
      await press(hers, 'Create');
      await hers.goto('/organizations/Power-Lines/deletion');
      await expectUsable(hers);
      await expectUsableWithLongName(hers);
      await hers.goto('/organizations/Power-Lines/invitations');
      await hers.getByLabel('Username').fill('Joan');
      await press(hers, 'Invite');
      await theirs.goto('/account/invitations');
      await press(theirs, 'Accept the invitation to Power-Lines');

      await hers.goto('/account/deletion');
      expect(await hers.getByRole('main').textContent()).toContain('What is in the way');
      await expectUsable(hers);
      const other = await followInNewTab(hers, 'Go to Power-Lines');
      await other.getByText('Change Joan').click();
      await press(other, 'Make Joan an administrator');
      await hers.reload();
      await hers.getByLabel(/^Type/).fill('edith');
      await press(hers, 'Delete Edith');
      await expectRefusedField(hers, 'edith', /That is not your username/, /^Type/);
      await expectUsable(hers);
      await hers.getByLabel(/^Type/).fill('Edith');
      await press(hers, 'Delete Edith');
      expect(await hers.getByRole('status').textContent()).toMatch(/^Your account is closed/);

      await theirs.goto('/profiles/Edith');
      expect(await heading(theirs)).toBe('This account is gone');
      await theirs.goto('/organizations/Power-Lines/members');
      await expectUsable(theirs);
    });

    await hers.goto('/account');
    expect(await heading(hers)).toBe('You are not signed in');
    await follow(hers, 'Sign in');
    await press(hers, edith.name);
    expect(await heading(hers)).toBe('Your account is closed');
    await expectUsable(hers);
    await hers.goto('/account/organizations');
    expect(await heading(hers)).toBe('This account is closed');
    await hers.goto('/account/deletion');
    await press(hers, 'Restore Edith');
    expect(await hers.getByRole('status').textContent()).toBe('Your account is restored as it was.');
    await hers.goto('/account/organizations');
    expect(await hers.getByRole('main').textContent()).toContain('Power-Lines');

    await hers.goto('/organizations/Power-Lines/deletion');
    await hers.getByLabel(/^Type/).fill('Power-Lines');
    await press(hers, 'Delete Power-Lines');
    expect(await hers.getByRole('status').textContent()).toMatch(/^The organization is closed/);
    await expectUsable(hers);
    await hers.goto('/organizations/Power-Lines');
    expect(await heading(hers)).not.toBe('Power-Lines');
    await follow(hers, 'Go to your organizations');
    await follow(hers, 'Power-Lines');
    expect(await heading(hers)).toBe('“Power-Lines” is closed');
    await press(hers, 'Restore Power-Lines');
    expect(await hers.getByRole('status').textContent()).toBe('The organization is restored as it was.');
    expect(await heading(hers)).toBe('Power-Lines');
  });
});

/** Among what blocks an account, on its own page, and in the list. `break-word` in styles.css is seen here. */
async function expectUsableWithLongName(hers: Page): Promise<void> {
  const name = 'Q'.repeat(longestName);
  await hers.goto('/account/organizations/new');
  await hers.getByLabel('Name').fill(name);
  await press(hers, 'Create');
  for (const path of ['/account/deletion', `/organizations/${name}/deletion`, '/account/organizations']) {
    await hers.goto(path);
    await expectUsable(hers);
  }
  await hers.goto(`/organizations/${name}/deletion`);
  await hers.getByLabel(/^Type/).fill(name);
  await press(hers, `Delete ${name}`);
  await expectUsable(hers);
}

test('somebody who leaves and does not come back is gone for good, and nobody else gets the name', async () => {
  const system = await startSystem({ settings: { DELETION_GRACE_DAYS: '0' }, people: [hertha, ida] });
  try {
    await atBrowser({ baseURL: system.origin }, async (hers) => {
      await register(hers, hertha, 'Hertha');
      await system.moveClock(11 * minute);
      await hers.goto('/account/deletion');
      expect(await hers.getByRole('button', { name: 'Delete Hertha' }).count()).toBe(0);
      await expectUsable(hers);
      await follow(hers, 'sign in again');
      await press(hers, hertha.name);
      await press(hers, 'Approve');
      await leave(hers, 'Hertha');
      await expectUsable(hers);

      await follow(hers, 'Sign in with Microsoft');
      await press(hers, hertha.name);
      await press(hers, 'Restore Hertha');
      expect(await hers.getByRole('status').textContent()).toBe('Your account is restored as it was.');
      await hers.goto('/account/deletion');
      await leave(hers, 'Hertha');

      const logged = system.log.length;
      await system.moveClock(31 * minute);
      await system.hosts[0]?.fire('advance-deletions');
      const isDone = () =>
        system.log.slice(logged).some((line) => /"timer":"advance-deletions".*"finished":[1-9]/.test(line));
      await expect.poll(isDone, { timeout: 30_000 }).toBe(true);
      await hers.goto('/profiles/Hertha');
      expect(await heading(hers)).toBe('This account is gone');
      await expectUsable(hers);

      await hers.goto('/sign-in');
      await press(hers, hertha.name);
      await expectNameIsGone(hers);
    });
    await atBrowser({ baseURL: system.origin }, async (theirs) => {
      await register(theirs, ida, 'Hertha');
      await expectNameIsGone(theirs);
    });
  } finally {
    await system.stop();
  }
});

/** Where a link leads to, in another tab of the same browser. */
async function followInNewTab(page: Page, name: string): Promise<Page> {
  const href = await page.getByRole('link', { name }).getAttribute('href');
  const opened = await page.context().newPage();
  await opened.goto(new URL(href ?? '', page.url()).href);
  return opened;
}

async function leave(page: Page, username: string): Promise<void> {
  await page.getByLabel(/^Type/).fill(username);
  await press(page, `Delete ${username}`);
  expect(await page.getByRole('status').textContent()).toMatch(/^Your account is closed/);
}

async function expectNameIsGone(page: Page): Promise<void> {
  expect(await page.title()).toContain('Choose a username');
  await page.getByLabel('Username').fill('Hertha');
  await press(page, 'Register');
  await expectRefusedField(page, 'Hertha', /taken/i);
}
