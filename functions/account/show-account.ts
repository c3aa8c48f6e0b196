import * as z from 'zod/mini';
import { ok } from '../../shared/http/answers.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';

/** GET /api/account — one's own account. */
export const showAccount = defineEndpoint({
  name: 'show-account',
  method: 'GET',
  route: 'api/account',
  surface: 'api',
  summary: 'One’s own account',
  caller: 'session',
  answers: {
    200: z.strictObject({
      username: z.string(),
      state: z.string(),
      createdAt: z.iso.datetime(),
      identities: z.array(
        z.strictObject({ label: z.string(), kind: z.enum(['personal', 'work']), since: z.iso.datetime() }),
      ),
    }),
  },
  problems: [],
  handle(_services, { caller }) {
    const user = caller.account.value;
    return ok({
      username: user.name,
      state: user.state,
      createdAt: user.createdAt.toISOString(),
      identities: user.identities.map(({ label, kind, since }) => ({ label, kind, since: since.toISOString() })),
    });
  },
});
