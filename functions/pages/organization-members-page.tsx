import * as z from 'zod/mini';
import { AccountNameText } from '../../shared/names/account-name.ts';
import { asRole, type Member, Role } from '../../shared/organizations/member.ts';
import * as members from '../../shared/organizations/members.ts';
import { may } from '../../shared/organizations/policy.ts';
import { Form, type FormState, RowlessRefusal } from './parts/form.tsx';
import { Day } from './parts/moment.tsx';
import { cursorIn, More } from './parts/more.tsx';
import { OrganizationHeader } from './parts/organization-links.tsx';
import { defineAct, definePage } from './parts/page.tsx';
import { orRightSpelling } from './parts/right-spelling.ts';
import { roleWord } from './parts/role.ts';

/** GET, POST /organizations/{name}/members — who is in it; administrators change and remove them. */
export const organizationMembersPage = definePage({
  name: 'organization-members',
  route: 'organizations/{name}/members',
  caller: 'session',
  rights: ['members:see'],
  problems: ['invalid-request', 'invalid-name', 'last-admin', 'no-such-account'],
  acts: {
    change: defineAct('session', {
      rights: ['member:change-role', 'member:keep-role'],
      fields: z.strictObject({ username: AccountNameText, role: Role }),
      async run(services, { caller, params }, { username, role }) {
        const { name = '' } = params;
        await members.changeRole(services, caller.account, name, username, role);
        return { to: `/organizations/${name}/members`, notice: 'role-changed' };
      },
    }),
    remove: defineAct('session', {
      rights: ['member:remove', 'member:leave'],
      fields: z.strictObject({ username: AccountNameText }),
      async run(services, { caller, params }, { username }) {
        const { name = '' } = params;
        await members.remove(services, caller.account, name, username);
        return username === caller.account.value.name
          ? { to: '/account/organizations', notice: 'organization-left' }
          : { to: `/organizations/${name}/members`, notice: 'member-removed' };
      },
    }),
  },
  load: (services, request) =>
    orRightSpelling(
      async () => ({
        ...(await members.list(services, request.caller.account, request.params.name ?? '', cursorIn(request))),
        viewer: request.caller.account.value.name,
      }),
      (name) => `/organizations/${name}/members`,
    ),
  title: ({ organization }) => `Members of ${organization.name}`,
  view: ({ viewer, ...seen }, form) => {
    const { organization, standing, page } = seen;
    return (
      <>
        <OrganizationHeader of={seen} here="/members" />
        <RowlessRefusal form={form} about="username" rows={page.items} />
        <ul class="cards">
          {page.items.map((member) => (
            <li key={member.name}>
              <a href={`/profiles/${member.name}`}>{member.name}</a>
              <span class="small">
                {roleWord(member.role)}, since <Day of={member.joinedAt} />
                {member.suspended !== undefined && ', account closed for now'}
              </span>
              {may('member:change-role', standing, organization.state) && (
                <Changes member={member} isViewer={member.name === viewer} form={form} />
              )}
            </li>
          ))}
        </ul>
        <More page={page} />
        {may('invitation:send', standing, organization.state) && (
          <p>
            <a class="button" href={`/organizations/${organization.name}/invitations`}>
              Invite somebody
            </a>
          </p>
        )}
      </>
    );
  },
});

interface ChangesProps {
  readonly member: Member;
  readonly isViewer: boolean;
  readonly form: FormState;
}

/** What an administrator may do with a member. Both are behind a disclosure: neither should happen by accident. */
function Changes({ member: { name, role }, isViewer, form }: ChangesProps) {
  const other: Role = role === 'admin' ? 'collaborator' : 'admin';
  const isRefused = form.problem !== undefined && form.typed?.username === name;
  return (
    <details open={isRefused}>
      <summary>
        Change<span class="unseen"> {name}</span>
      </summary>
      <div class="buttons">
        <Form act="change" about={{ username: name, role: other }} form={form}>
          <button type="submit" class="quiet">
            Make {name} {asRole(other)}
          </button>
        </Form>
        <Form act="remove" about={{ username: name }} form={form}>
          <button type="submit" class="danger">
            {isViewer ? 'Leave' : `Remove ${name}`}
          </button>
        </Form>
      </div>
    </details>
  );
}
