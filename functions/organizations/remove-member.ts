import * as z from 'zod/mini';
import { noContent } from '../../shared/http/answers.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import * as members from '../../shared/organizations/members.ts';

/** DELETE /api/organizations/{name}/members/{username} — removes a member; with one's own name, leaves. */
export const removeMember = defineEndpoint({
  name: 'remove-member',
  method: 'DELETE',
  route: 'api/organizations/{name}/members/{username}',
  surface: 'api',
  summary: 'Remove a member, or leave',
  caller: 'session',
  rights: ['member:remove', 'member:leave'],
  answers: { 204: z.void() },
  problems: ['no-such-account', 'last-admin'],
  async handle(services, { caller, params }) {
    await members.remove(services, caller.account, params.name ?? '', params.username ?? '');
    return noContent();
  },
});
