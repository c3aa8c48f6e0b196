import { planOf } from '../../shared/deletions/plan/plan.ts';
import { ok } from '../../shared/http/answers.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import { enter } from '../../shared/organizations/standing.ts';
import { DeletionView, deletionView } from '../deletion-view.ts';

/** GET /api/organizations/{name}/deletion — what deleting the organization would do; once it is closed, what its purge will. */
export const showOrganizationDeletion = defineEndpoint({
  name: 'show-organization-deletion',
  method: 'GET',
  route: 'api/organizations/{name}/deletion',
  surface: 'api',
  summary: 'What deleting an organization does',
  caller: 'session',
  rights: ['deletion:see'],
  answers: { 200: DeletionView },
  problems: [],
  async handle(services, { caller, params }) {
    const { key, organization } = await enter(services, caller.account, params.name ?? '', 'deletion:see');
    return ok(deletionView(services, organization, await planOf(services, { key, value: organization })));
  },
});
