import * as z from 'zod/mini';
import { noContent } from '../../shared/http/answers.ts';
import { expireCookie } from '../../shared/http/cookies.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import * as ownSessions from '../../shared/sessions/own-sessions.ts';
import { sessionId } from '../../shared/sessions/session.ts';

/** DELETE /api/account/sessions/{id} — ends one of one's sessions everywhere, with its very next request. */
export const endSession = defineEndpoint({
  name: 'end-session',
  method: 'DELETE',
  route: 'api/account/sessions/{id}',
  surface: 'api',
  summary: 'End one of one’s sessions',
  caller: 'session',
  answers: { 204: z.void() },
  problems: [],
  async handle(services, { caller, params }) {
    const id = params.id ?? '';
    await ownSessions.endOne(services, caller, id);
    return noContent(id === sessionId(caller.session) ? { cookies: [expireCookie('session')] } : {});
  },
});
