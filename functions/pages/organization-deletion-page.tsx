import * as z from 'zod/mini';
import { organizationNamed } from '../../shared/deletions/leaving.ts';
import { request } from '../../shared/deletions/request.ts';
import { restore } from '../../shared/deletions/restore.ts';
import { enter } from '../../shared/organizations/standing.ts';
import { DeletionBody } from '../deletion-view.ts';
import { defineAct, definePage } from './parts/page.tsx';
import { orRightSpelling } from './parts/right-spelling.ts';
import { headingOf, WayOut, wayOutData } from './parts/way-out.tsx';

/** GET, POST /organizations/{name}/deletion — the organization’s way out, and back, for its administrators. */
export const organizationDeletionPage = definePage({
  name: 'organization-deletion',
  route: 'organizations/{name}/deletion',
  caller: 'session',
  rights: ['deletion:see'],
  problems: ['fresh-sign-in-needed', 'wrong-name', 'plan-changed', 'deletion-blocked'],
  acts: {
    delete: defineAct('session', {
      rights: ['deletion:request'],
      fields: DeletionBody,
      async run(services, { caller, params }, confirmation) {
        const name = params.name ?? '';
        await request(services, organizationNamed(services, caller, name), confirmation);
        return { to: `/organizations/${name}/deletion`, notice: 'organization-closed' };
      },
    }),
    restore: defineAct('session', {
      rights: ['deletion:restore'],
      fields: z.strictObject({}),
      async run(services, { caller, params }) {
        const name = params.name ?? '';
        await restore(services, organizationNamed(services, caller, name));
        return { to: `/organizations/${name}`, notice: 'organization-restored' };
      },
    }),
  },
  load: (services, { caller, params }) =>
    orRightSpelling(
      async () => {
        const { key, organization } = await enter(services, caller.account, params.name ?? '', 'deletion:see');
        const path = `/organizations/${organization.name}/deletion`;
        return await wayOutData(services, caller, { key, value: organization }, path);
      },
      (name) => `/organizations/${name}/deletion`,
    ),
  title: ({ account }) => headingOf(account, account.name, account.name),
  view: (data, form) => (
    <>
      <h1>{headingOf(data.account, `“${data.account.name}”`, `“${data.account.name}”`)}</h1>
      <p>
        {data.account.state === 'closed' ? (
          <a href="/account/organizations">Back to your organizations</a>
        ) : (
          <a href={`/organizations/${data.account.name}`}>Back to {data.account.name}</a>
        )}
      </p>
      <WayOut data={data} form={form} />
    </>
  ),
});
