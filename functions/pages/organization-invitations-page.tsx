import * as z from 'zod/mini';
import { AccountNameText, longestName } from '../../shared/names/account-name.ts';
import * as invitations from '../../shared/organizations/invitations.ts';
import { invite } from '../../shared/organizations/invite.ts';
import { Role } from '../../shared/organizations/member.ts';
import { may } from '../../shared/organizations/policy.ts';
import { voidAmong } from '../../shared/organizations/void-invitations.ts';
import { Cards } from './parts/cards.tsx';
import { Form, RowlessRefusal, SelectField, TextField } from './parts/form.tsx';
import { cursorIn, More } from './parts/more.tsx';
import { OrganizationHeader } from './parts/organization-links.tsx';
import { defineAct, definePage } from './parts/page.tsx';
import { orRightSpelling } from './parts/right-spelling.ts';
import { roleOptions, roleWord } from './parts/role.ts';
import { Validity } from './parts/validity.tsx';

/** GET, POST /organizations/{name}/invitations — who was invited and has not answered; inviting and withdrawing. */
export const organizationInvitationsPage = definePage({
  name: 'organization-invitations',
  route: 'organizations/{name}/invitations',
  caller: 'session',
  rights: ['invitations:see'],
  problems: [
    'invalid-request',
    'invalid-name',
    'no-such-account',
    'not-a-user',
    'already-member',
    'already-invited',
    'too-many-invitations',
  ],
  acts: {
    invite: defineAct('session', {
      rights: ['invitation:send'],
      refusals: {
        'no-such-account': 'username',
        'not-a-user': 'username',
        'already-member': 'username',
        'already-invited': 'username',
      },
      fields: z.strictObject({ username: AccountNameText, role: Role }),
      async run(services, { caller, params }, { username, role }) {
        const { name = '' } = params;
        await invite(services, caller.account, name, username, role);
        return { to: `/organizations/${name}/invitations`, notice: 'invitation-sent' };
      },
    }),
    withdraw: defineAct('session', {
      rights: ['invitation:withdraw', 'invitation:decline'],
      fields: z.strictObject({ invitee: AccountNameText }),
      async run(services, { caller, params }, { invitee }) {
        const { name = '' } = params;
        const outcome = await invitations.remove(services, caller.account, name, invitee);
        const notice = outcome === 'gone' ? 'invitation-gone' : 'invitation-withdrawn';
        return { to: `/organizations/${name}/invitations`, notice };
      },
    }),
  },
  load: (services, request) =>
    orRightSpelling(
      async () => {
        const { name = '' } = request.params;
        const seen = await invitations.list(services, request.caller.account, name, cursorIn(request));
        const voided = await voidAmong(services, seen.key, seen.page.items);
        return { ...seen, voided, now: services.clock.now() };
      },
      (name) => `/organizations/${name}/invitations`,
    ),
  title: ({ organization }) => `Invitations to ${organization.name}`,
  view: ({ now, voided, ...seen }, form) => {
    const { organization, standing, page } = seen;
    return (
      <>
        <OrganizationHeader of={seen} here="/invitations" />
        {may('invitation:send', standing, organization.state) && (
          <>
            <h2>Invite somebody</h2>
            <Form act="invite" form={form}>
              <TextField
                name="username"
                label="Username"
                autocomplete="off"
                maxLength={longestName}
                form={form}
                hint="Exactly as written, including capital letters."
              />
              <SelectField
                name="role"
                label="Role"
                form={form}
                options={roleOptions}
                hint="Collaborators publish and edit the organization’s packages; administrators also manage members, owners and the organization."
              />
              <button type="submit">Invite</button>
            </Form>
          </>
        )}
        <h2>Waiting for an answer</h2>
        <RowlessRefusal form={form} about="invitee" rows={page.items} />
        {page.items.length === 0 && <p>No invitation is waiting for an answer.</p>}
        <Cards>
          {page.items.map((invitation) => (
            <li key={invitation.name}>
              <a href={`/profiles/${invitation.name}`}>{invitation.name}</a>
              <span class="small">
                {roleWord(invitation.role)}, invited by {invitation.invitedBy},{' '}
                <Validity
                  expiresAt={invitation.expiresAt}
                  now={now}
                  lost={
                    voided.includes(invitation)
                      ? `${invitation.invitedBy} is no longer the administrator who sent it`
                      : undefined
                  }
                />
              </span>
              {may('invitation:withdraw', standing, organization.state) && (
                <Form act="withdraw" about={{ invitee: invitation.name }} form={form}>
                  <button type="submit" class="quiet">
                    Withdraw<span class="unseen"> the invitation to {invitation.name}</span>
                  </button>
                </Form>
              )}
            </li>
          ))}
        </Cards>
        <More page={page} />
      </>
    );
  },
});
