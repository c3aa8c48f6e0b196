import * as z from 'zod/mini';
import { ok } from '../../shared/http/answers.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import { endOf, freshUntil } from '../../shared/sessions/session.ts';

/** GET /api/session — who is signed in, how fresh, until when. */
export const showSession = defineEndpoint({
  name: 'show-session',
  method: 'GET',
  route: 'api/session',
  surface: 'api',
  summary: 'Who is signed in',
  caller: 'session',
  admitsClosed: true,
  answers: {
    200: z.strictObject({
      username: z.string(),
      state: z.string(),
      signedInAt: z.iso.datetime(),
      /** Null if the provider did not say when the person authenticated. */
      freshUntil: z.nullable(z.iso.datetime()),
      expiresAt: z.iso.datetime(),
    }),
  },
  problems: [],
  handle(services, { caller }) {
    const { session, account } = caller;
    return ok({
      username: account.value.name,
      state: account.value.state,
      signedInAt: session.createdAt.toISOString(),
      freshUntil: freshUntil(session)?.toISOString() ?? null,
      expiresAt: endOf(session, services.config).toISOString(),
    });
  },
});
