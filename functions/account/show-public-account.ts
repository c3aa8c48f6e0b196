import * as z from 'zod/mini';
import { publicAccount } from '../../shared/accounts/public-account.ts';
import { ok } from '../../shared/http/answers.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';

/** GET /api/accounts/{name} — what anybody may know about an account. */
export const showPublicAccount = defineEndpoint({
  name: 'show-public-account',
  method: 'GET',
  route: 'api/accounts/{name}',
  surface: 'api',
  summary: 'A user or an organization, as anybody may see it',
  caller: 'anyone',
  answers: {
    200: z.strictObject({
      name: z.string(),
      kind: z.enum(['user', 'organization']),
      createdAt: z.iso.datetime(),
    }),
  },
  problems: ['no-such-account', 'account-gone'],
  async handle(services, { params }) {
    const { name, kind, createdAt } = await publicAccount(services, params.name ?? '');
    return ok({ name, kind, createdAt: createdAt.toISOString() });
  },
});
