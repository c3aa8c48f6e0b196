import * as z from 'zod/mini';
import { ok } from '../../shared/http/answers.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import * as invitations from '../../shared/organizations/invitations.ts';
import { Role } from '../../shared/organizations/member.ts';

/** POST /api/organizations/{name}/invitations/{username}/acceptance — the invitee takes the seat. */
export const acceptInvitation = defineEndpoint({
  name: 'accept-invitation',
  method: 'POST',
  route: 'api/organizations/{name}/invitations/{username}/acceptance',
  surface: 'api',
  summary: 'Accept an invitation',
  caller: 'session',
  rights: ['invitation:accept'],
  answers: { 200: z.strictObject({ role: Role }) },
  problems: ['invitation-expired', 'invitation-void'],
  async handle(services, { caller, params }) {
    const { name = '', username = '' } = params;
    return ok({ role: await invitations.accept(services, caller.account, name, username) });
  },
});
