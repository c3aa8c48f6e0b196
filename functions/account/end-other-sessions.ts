import * as z from 'zod/mini';
import { noContent } from '../../shared/http/answers.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import * as ownSessions from '../../shared/sessions/own-sessions.ts';

/** DELETE /api/account/sessions — ends every session but the one that asks. */
export const endOtherSessions = defineEndpoint({
  name: 'end-other-sessions',
  method: 'DELETE',
  route: 'api/account/sessions',
  surface: 'api',
  summary: 'End all of one’s other sessions',
  caller: 'session',
  answers: { 204: z.void() },
  problems: [],
  async handle(services, { caller }) {
    await ownSessions.endOthers(services, caller);
    return noContent();
  },
});
