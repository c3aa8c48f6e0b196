import * as z from 'zod/mini';
import { AccountNameText, longestName } from '../../shared/names/account-name.ts';
import * as organizations from '../../shared/organizations/organizations.ts';
import { AccountNav } from './parts/account-nav.tsx';
import { Form, TextField } from './parts/form.tsx';
import { defineAct, definePage } from './parts/page.tsx';

/** GET, POST /account/organizations/new — a new organization with the viewer as its first administrator. */
export const newOrganizationPage = definePage({
  name: 'new-organization',
  route: 'account/organizations/new',
  caller: 'session',
  problems: ['invalid-name', 'name-taken', 'name-reserved', 'too-many-organizations'],
  acts: {
    create: defineAct('session', {
      fields: z.strictObject({ name: AccountNameText }),
      async run(services, { caller }, { name }) {
        const { organization } = await organizations.create(services, caller.account, name);
        return { to: `/organizations/${organization.name}`, notice: 'organization-created' };
      },
    }),
  },
  load: () => ({ show: undefined }),
  title: () => 'Create an organization',
  view: (_data, form) => (
    <>
      <AccountNav at="/account/organizations" />
      <h1>Create an organization</h1>
      <p>You will be its first administrator, and can invite others.</p>
      <Form act="create" form={form}>
        <TextField
          name="name"
          label="Name"
          autocomplete="off"
          maxLength={longestName}
          form={form}
          hint={
            <>
              3 to {longestName} letters A–Z and a–z, digits, and single dots, hyphens or underscores between them.
              Organizations and users share one set of names: one that looks like another is taken.
            </>
          }
        />
        <p class="important">A name is for ever: it cannot be changed later, and is never given to anybody else.</p>
        <button type="submit">Create</button>
      </Form>
    </>
  ),
});
