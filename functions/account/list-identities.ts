import * as z from 'zod/mini';
import { ok } from '../../shared/http/answers.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';

/** GET /api/account/identities — the Microsoft accounts one can sign in with. */
export const listIdentities = defineEndpoint({
  name: 'list-identities',
  method: 'GET',
  route: 'api/account/identities',
  surface: 'api',
  summary: 'The Microsoft accounts one can sign in with',
  caller: 'session',
  answers: {
    200: z.strictObject({
      items: z.array(
        z.strictObject({
          id: z.string(),
          label: z.string(),
          kind: z.enum(['personal', 'work']),
          since: z.iso.datetime(),
          /** Whether it opened the session that asks. */
          current: z.boolean(),
        }),
      ),
    }),
  },
  problems: [],
  handle: (_services, { caller }) =>
    ok({
      items: caller.account.value.identities.map(({ key, label, kind, since }) => ({
        id: key,
        label,
        kind,
        since: since.toISOString(),
        current: key === caller.session.identity,
      })),
    }),
});
