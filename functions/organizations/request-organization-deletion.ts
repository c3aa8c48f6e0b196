import { hasBegun, organizationNamed } from '../../shared/deletions/leaving.ts';
import { request } from '../../shared/deletions/request.ts';
import { accepted } from '../../shared/http/answers.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import { ClosedView, closedView, DeletionBody } from '../deletion-view.ts';

/**
 * POST /api/organizations/{name}/deletion — closes the organization; purged after the grace. Only beginning needs a fresh
 * sign-in: an administrator continues without.
 */
export const requestOrganizationDeletion = defineEndpoint({
  name: 'request-organization-deletion',
  method: 'POST',
  route: 'api/organizations/{name}/deletion',
  surface: 'api',
  summary: 'Delete an organization',
  caller: 'fresh-session',
  hasBegun: (services, caller, params) => hasBegun(services, organizationNamed(services, caller, params.name ?? '')),
  rights: ['deletion:request'],
  body: DeletionBody,
  answers: { 202: ClosedView },
  problems: ['wrong-name', 'plan-changed', 'deletion-blocked'],
  async handle(services, { caller, params, body }) {
    const closed = await request(services, organizationNamed(services, caller, params.name ?? ''), body);
    return accepted(closedView(closed));
  },
});
