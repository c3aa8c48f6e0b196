import * as z from 'zod/mini';
import { CollectionQuery, collection, collectionOf } from '../../shared/http/collection.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import * as organizationHistory from '../../shared/organizations/organization-history.ts';

const EntryView = z.strictObject({
  event: z.string(),
  actor: z.string(),
  whom: z.optional(z.string()),
  role: z.optional(z.string()),
  at: z.iso.datetime(),
});

/** GET /api/organizations/{name}/history — who changed what, to whom, when; the newest first. */
export const listOrganizationHistory = defineEndpoint({
  name: 'list-organization-history',
  method: 'GET',
  route: 'api/organizations/{name}/history',
  surface: 'api',
  summary: 'What was changed in an organization',
  caller: 'session',
  rights: ['history:see'],
  query: CollectionQuery,
  answers: { 200: collectionOf(EntryView) },
  problems: [],
  async handle(services, { caller, params, query }) {
    const { page } = await organizationHistory.list(services, caller.account, params.name ?? '', query.cursor);
    return collection(page, ({ event, actor, whom, role, at }) => ({ event, actor, whom, role, at: at.toISOString() }));
  },
});
