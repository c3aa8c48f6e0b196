import * as z from 'zod/mini';
import { ok } from '../../shared/http/answers.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import { Role } from '../../shared/organizations/member.ts';
import * as members from '../../shared/organizations/members.ts';

/** PATCH /api/organizations/{name}/members/{username} — another role for a member. */
export const changeMemberRole = defineEndpoint({
  name: 'change-member-role',
  method: 'PATCH',
  route: 'api/organizations/{name}/members/{username}',
  surface: 'api',
  summary: 'Give a member another role',
  caller: 'session',
  rights: ['member:change-role', 'member:keep-role'],
  body: z.strictObject({ role: Role }),
  answers: { 200: z.strictObject({ username: z.string(), role: Role }) },
  problems: ['no-such-account', 'last-admin'],
  async handle(services, { caller, params, body }) {
    const { name = '', username = '' } = params;
    const member = await members.changeRole(services, caller.account, name, username, body.role);
    return ok({ username: member.name, role: member.role });
  },
});
