import * as z from 'zod/mini';
import { ok } from '../../shared/http/answers.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import * as ownSessions from '../../shared/sessions/own-sessions.ts';
import { sessionId } from '../../shared/sessions/session.ts';

/** GET /api/account/sessions — where one is signed in. */
export const listSessions = defineEndpoint({
  name: 'list-sessions',
  method: 'GET',
  route: 'api/account/sessions',
  surface: 'api',
  summary: 'The browsers one is signed in with',
  caller: 'session',
  answers: {
    200: z.strictObject({
      items: z.array(
        z.strictObject({
          id: z.string(),
          createdAt: z.iso.datetime(),
          seenAt: z.iso.datetime(),
          browser: z.string(),
          current: z.boolean(),
        }),
      ),
    }),
  },
  problems: [],
  handle: (services, { caller }) =>
    ok({
      items: ownSessions.list(services, caller).map((session) => ({
        id: sessionId(session),
        createdAt: session.createdAt.toISOString(),
        seenAt: session.seenAt.toISOString(),
        browser: session.browser,
        current: session.hash === caller.session.hash,
      })),
    }),
});
