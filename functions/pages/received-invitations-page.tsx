import * as z from 'zod/mini';
import { AccountNameText } from '../../shared/names/account-name.ts';
import * as invitations from '../../shared/organizations/invitations.ts';
import { asRole } from '../../shared/organizations/member.ts';
import * as receivedInvitations from '../../shared/organizations/received-invitations.ts';
import { AccountNav } from './parts/account-nav.tsx';
import { Cards } from './parts/cards.tsx';
import { Form, Refusal } from './parts/form.tsx';
import { Moment } from './parts/moment.tsx';
import { cursorIn, More } from './parts/more.tsx';
import { orGone } from './parts/or-gone.ts';
import { defineAct, definePage } from './parts/page.tsx';

const Answered = z.strictObject({ organization: AccountNameText });

/** GET, POST /account/invitations — the invitations one could accept now, to be accepted or declined. */
export const receivedInvitationsPage = definePage({
  name: 'received-invitations',
  route: 'account/invitations',
  caller: 'session',
  problems: [
    'invalid-request',
    'invalid-name',
    'not-found',
    'not-allowed',
    'account-closed',
    'no-such-account',
    'invitation-expired',
    'invitation-void',
  ],
  acts: {
    accept: defineAct('session', {
      rights: ['invitation:accept'],
      fields: Answered,
      async run(services, { caller }, { organization }) {
        const { account } = caller;
        await orGone('invitation', () => invitations.accept(services, account, organization, account.value.name));
        return { to: `/organizations/${organization}`, notice: 'invitation-accepted' };
      },
    }),
    decline: defineAct('session', {
      rights: ['invitation:decline'],
      fields: Answered,
      async run(services, { caller }, { organization }) {
        const { account } = caller;
        const decline = () => invitations.remove(services, account, organization, account.value.name);
        const outcome = await orGone('invitation', decline);
        return {
          to: '/account/invitations',
          notice: outcome === 'gone' ? 'invitation-gone' : 'invitation-declined',
        };
      },
    }),
  },
  load: async (services, request) => ({
    show: await receivedInvitations.list(services, request.caller.account, cursorIn(request)),
  }),
  title: () => 'Invitations',
  view: (page, form) => (
    <>
      <AccountNav at="/account/invitations" />
      <h1>Invitations</h1>
      <Refusal form={form} />
      {page.items.length === 0 && <p>No invitation is waiting for your answer.</p>}
      <Cards>
        {page.items.map(({ organization: { name }, invitation }) => (
          <li key={name}>
            <h2>{name}</h2>
            <p>
              {invitation.invitedBy} invites you as {asRole(invitation.role)}, until{' '}
              <Moment of={invitation.expiresAt} />.
            </p>
            <div class="buttons">
              <Form act="accept" about={{ organization: name }} form={{}}>
                <button type="submit">
                  Accept<span class="unseen"> the invitation to {name}</span>
                </button>
              </Form>
              <Form act="decline" about={{ organization: name }} form={{}}>
                <button type="submit" class="quiet">
                  Decline<span class="unseen"> the invitation to {name}</span>
                </button>
              </Form>
            </div>
          </li>
        ))}
      </Cards>
      <More page={page} />
    </>
  ),
});
