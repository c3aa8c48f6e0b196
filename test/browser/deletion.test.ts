import { expect, test } from 'vitest';
import { expectRefusedField, expectUsable } from '../support/browser-checks.ts';
import { atBrowser } from '../support/browser-page.ts';
import { edith, joan } from '../support/browser-people.ts';
import { follow, heading, press, register } from '../support/browser-steps.ts';

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
      await hers.goto('/organizations/Power-Lines/invitations');
      await hers.getByLabel('Username').fill('Joan');
      await hers.getByLabel('Role').selectOption('admin');
      await press(hers, 'Invite');

      await hers.goto('/account/deletion');
      expect(await hers.getByRole('main').textContent()).toContain('What is in the way');
      await expectUsable(hers);
      expect(await hers.getByRole('link', { name: 'Go to Power-Lines' }).getAttribute('href')).toMatch(
        /^\/organizations\/Power-Lines/,
      );

      await theirs.goto('/account/invitations');
      await press(theirs, 'Accept the invitation to Power-Lines');
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
  });
});
