import { planOf } from '../../shared/deletions/plan/plan.ts';
import { ok } from '../../shared/http/answers.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import { DeletionView, deletionView } from '../deletion-view.ts';

/** GET /api/account/deletion — what deleting one's account would do; once it is closed, what its purge will. */
export const showDeletion = defineEndpoint({
  name: 'show-deletion',
  method: 'GET',
  route: 'api/account/deletion',
  surface: 'api',
  summary: 'What deleting one’s account does',
  caller: 'session',
  admitsClosed: true,
  answers: { 200: DeletionView },
  problems: [],
  async handle(services, { caller: { account } }) {
    return ok(deletionView(services, account.value, await planOf(services, account)));
  },
});
