import * as z from 'zod/mini';
import { noContent } from '../../shared/http/answers.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import * as invitations from '../../shared/organizations/invitations.ts';

/** DELETE /api/organizations/{name}/invitations/{username} — withdraws an invitation; with one's own name, declines it. */
export const removeInvitation = defineEndpoint({
  name: 'remove-invitation',
  method: 'DELETE',
  route: 'api/organizations/{name}/invitations/{username}',
  surface: 'api',
  summary: 'Withdraw or decline an invitation',
  caller: 'session',
  rights: ['invitation:withdraw', 'invitation:decline'],
  answers: { 204: z.void() },
  problems: ['no-such-account'],
  async handle(services, { caller, params }) {
    await invitations.remove(services, caller.account, params.name ?? '', params.username ?? '');
    return noContent();
  },
});
