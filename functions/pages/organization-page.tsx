import * as z from 'zod/mini';
import * as members from '../../shared/organizations/members.ts';
import { may } from '../../shared/organizations/policy.ts';
import { enter } from '../../shared/organizations/standing.ts';
import { Form } from './parts/form.tsx';
import { Day } from './parts/moment.tsx';
import { OrganizationHeader } from './parts/organization-links.tsx';
import { defineAct, definePage } from './parts/page.tsx';
import { orRightSpelling } from './parts/right-spelling.ts';

/** GET, POST /organizations/{name} — an organization as its members see it, and the way out of it. */
export const organizationPage = definePage({
  name: 'organization',
  route: 'organizations/{name}',
  caller: 'session',
  rights: ['organization:see'],
  problems: ['last-admin', 'no-such-account'],
  acts: {
    leave: defineAct('session', {
      rights: ['member:leave'],
      fields: z.strictObject({}),
      async run(services, { caller, params }) {
        await members.remove(services, caller.account, params.name ?? '', caller.account.value.name);
        return { to: '/account/organizations', notice: 'organization-left' };
      },
    }),
  },
  load: (services, { caller, params }) =>
    orRightSpelling(
      () => enter(services, caller.account, params.name ?? '', 'organization:see'),
      (name) => `/organizations/${name}`,
    ),
  title: ({ organization }) => organization.name,
  view: (entered, form) => {
    const { organization, standing } = entered;
    return (
      <>
        <OrganizationHeader of={entered} here="" />
        <dl class="facts">
          <div>
            <dt>Your role</dt>
            <dd>{standing === 'admin' ? 'Administrator' : 'Collaborator'}</dd>
          </div>
          <div>
            <dt>Members</dt>
            <dd>{organization.memberCount}</dd>
          </div>
          <div>
            <dt>Administrators</dt>
            <dd>{organization.adminCount}</dd>
          </div>
          <div>
            <dt>Created</dt>
            <dd>
              <Day of={organization.createdAt} />
            </dd>
          </div>
        </dl>
        {may('deletion:see', standing, organization.state) && (
          <p>
            <a href={`/organizations/${organization.name}/deletion`}>Delete this organization</a>
          </p>
        )}
        {may('member:leave', standing, organization.state) && (
          <>
            <h2>Leave</h2>
            <p>Your rights here end at once. To come back, you must be invited again.</p>
            <Form act="leave" form={form}>
              <button type="submit" class="danger">
                Leave {organization.name}
              </button>
            </Form>
          </>
        )}
      </>
    );
  },
});
