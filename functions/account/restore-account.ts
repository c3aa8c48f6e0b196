import * as z from 'zod/mini';
import { ownAccount } from '../../shared/deletions/leaving.ts';
import { restore } from '../../shared/deletions/restore.ts';
import { ok } from '../../shared/http/answers.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';

/** DELETE /api/account/deletion — restores one's account, in whatever state it is. */
export const restoreAccount = defineEndpoint({
  name: 'restore-account',
  method: 'DELETE',
  route: 'api/account/deletion',
  surface: 'api',
  summary: 'Restore one’s account',
  caller: 'session',
  admitsClosed: true,
  answers: { 200: z.strictObject({ state: z.string() }) },
  problems: [],
  async handle(services, { caller }) {
    await restore(services, ownAccount(services, caller));
    return ok({ state: 'active' });
  },
});
