import * as z from 'zod/mini';
import { created, ok } from '../../shared/http/answers.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import { AccountNameText } from '../../shared/names/account-name.ts';
import { invite } from '../../shared/organizations/invite.ts';
import { Role } from '../../shared/organizations/member.ts';
import { InvitationView, viewOf } from './invitation-view.ts';

/** POST /api/organizations/{name}/invitations — offers a seat to a user. */
export const inviteUser = defineEndpoint({
  name: 'invite-user',
  method: 'POST',
  route: 'api/organizations/{name}/invitations',
  surface: 'api',
  summary: 'Invite a user',
  caller: 'session',
  rights: ['invitation:send'],
  body: z.strictObject({ username: AccountNameText, role: Role }),
  answers: { 200: InvitationView, 201: InvitationView },
  problems: [
    'invalid-name',
    'no-such-account',
    'not-a-user',
    'already-member',
    'already-invited',
    'too-many-invitations',
  ],
  async handle(services, { caller, params, body }) {
    const { name = '' } = params;
    const { outcome, invitation } = await invite(services, caller.account, name, body.username, body.role);
    const view = viewOf(invitation);
    return outcome === 'created'
      ? created(`/api/organizations/${name}/invitations/${invitation.name}`, view)
      : ok(view);
  },
});
