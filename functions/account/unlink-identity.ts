import * as z from 'zod/mini';
import { noContent } from '../../shared/http/answers.ts';
import { expireCookie } from '../../shared/http/cookies.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import { unlink } from '../../shared/identities/unlink.ts';

/** DELETE /api/account/identities/{id} — one can no longer sign in with it, and its sessions end. */
export const unlinkIdentity = defineEndpoint({
  name: 'unlink-identity',
  method: 'DELETE',
  route: 'api/account/identities/{id}',
  surface: 'api',
  summary: 'Unlink one of one’s Microsoft accounts',
  caller: 'fresh-session',
  answers: { 204: z.void() },
  problems: ['last-identity'],
  async handle(services, { caller, params }) {
    const id = params.id ?? '';
    await unlink(services, caller, id);
    return noContent(id === caller.session.identity ? { cookies: [expireCookie('session')] } : {});
  },
});
