import * as z from 'zod/mini';
import { ok } from '../../shared/http/answers.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import { enter } from '../../shared/organizations/standing.ts';

/** GET /api/organizations/{name} — an organization, as its members see it. */
export const showOrganization = defineEndpoint({
  name: 'show-organization',
  method: 'GET',
  route: 'api/organizations/{name}',
  surface: 'api',
  summary: 'An organization, as its members see it',
  caller: 'session',
  rights: ['organization:see'],
  answers: {
    200: z.strictObject({
      name: z.string(),
      state: z.string(),
      createdAt: z.iso.datetime(),
      adminCount: z.int(),
      memberCount: z.int(),
      /** The caller's own. */
      role: z.string(),
    }),
  },
  problems: [],
  async handle(services, { caller, params }) {
    const { organization, standing } = await enter(services, caller.account, params.name ?? '', 'organization:see');
    const { name, state, createdAt, adminCount, memberCount } = organization;
    return ok({ name, state, createdAt: createdAt.toISOString(), adminCount, memberCount, role: standing });
  },
});
