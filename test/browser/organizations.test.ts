import { expect, test } from 'vitest';
import { expectReadRefusal, expectRefusedField, expectUsable } from '../support/browser-checks.ts';
import { atBrowser } from '../support/browser-page.ts';
import { karen, sophie } from '../support/browser-people.ts';
import { andArrive, follow, heading, press, register } from '../support/browser-steps.ts';

test('two people in two browsers share an organization, and the first leaves it to the second', async () => {
  await atBrowser({}, async (hers) => {
    await register(hers, sophie, 'Sophie');
    await atBrowser({}, async (theirs) => {
      await register(theirs, karen, 'Karen');

      await follow(hers, 'Organizations');
      await expectUsable(hers);
      await follow(hers, 'Create an organization');
      await hers.getByLabel('Name').fill('Sophie');
      await press(hers, 'Create');
      await expectRefusedField(hers, 'Sophie', /taken/i, 'Name');
      await expectUsable(hers);
      await hers.getByLabel('Name').fill('Acorn-Parts');
      await press(hers, 'Create');
      expect(await heading(hers)).toBe('Acorn-Parts');
      await expectUsable(hers);

      await follow(hers, 'Invitations');
      await hers.getByLabel('Username').fill('karen');
      await press(hers, 'Invite');
      await expectRefusedField(hers, 'karen', /Karen/);
      await expectUsable(hers);
      await hers.getByLabel('Username').fill('Karen');
      await press(hers, 'Invite');
      expect(await hers.getByRole('status').textContent()).toMatch(/was sent/);
      await expectUsable(hers);

      await theirs.goto('/account/invitations');
      await expectUsable(theirs);
      await press(theirs, 'Accept the invitation to Acorn-Parts');
      expect(await heading(theirs)).toBe('Acorn-Parts');
      expect(await theirs.getByRole('main').textContent()).toContain('Collaborator');
      await expectUsable(theirs);

      await follow(hers, 'Members');
      await hers.getByText('Change Karen').click();
      await expectUsable(hers);
      await press(hers, 'Make Karen an administrator');
      expect(await hers.getByRole('status').textContent()).toMatch(/role was changed/);

      await follow(hers, 'Overview');
      await press(hers, 'Leave Acorn-Parts');
      expect(await heading(hers)).toBe('Your organizations');
      await andArrive(hers, hers.goto('/organizations/Acorn-Parts'));
      expect(await heading(hers)).toBe('There is nothing here');

      await theirs.reload();
      expect(await theirs.getByRole('main').textContent()).toContain('Administrator');
      await theirs.setViewportSize({ width: 360, height: 740 });
      await press(theirs, 'Leave Acorn-Parts');
      await expectReadRefusal(theirs, /only administrator.*or delete the organization/);
      await expectUsable(theirs);
      await follow(theirs, 'Members');
      await theirs.getByText('Change Karen').click();
      await press(theirs, 'Make Karen a collaborator');
      await expectReadRefusal(theirs, /only administrator/);
      await expectUsable(theirs);
      await follow(theirs, 'History');
      expect(await theirs.getByRole('main').textContent()).toContain('Sophie left.');
      await expectUsable(theirs);
    });
  });
});
