import * as z from 'zod/mini';
import { organizationNamed } from '../../shared/deletions/leaving.ts';
import { restore } from '../../shared/deletions/restore.ts';
import { ok } from '../../shared/http/answers.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';

/** DELETE /api/organizations/{name}/deletion — restores the organization, by any administrator it had. */
export const restoreOrganization = defineEndpoint({
  name: 'restore-organization',
  method: 'DELETE',
  route: 'api/organizations/{name}/deletion',
  surface: 'api',
  summary: 'Restore an organization',
  caller: 'session',
  rights: ['deletion:restore'],
  answers: { 200: z.strictObject({ state: z.string() }) },
  problems: [],
  async handle(services, { caller, params }) {
    await restore(services, organizationNamed(services, caller, params.name ?? ''));
    return ok({ state: 'active' });
  },
});
