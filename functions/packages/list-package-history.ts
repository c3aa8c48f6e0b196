import * as z from 'zod/mini';
import { CollectionQuery, collection, collectionOf } from '../../shared/http/collection.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import * as packageHistory from '../../shared/packages/package-history.ts';

const EntryView = z.strictObject({
  event: z.string(),
  actor: z.string(),
  /** The owner that the actor acted for, if that is not the actor. */
  through: z.optional(z.string()),
  whom: z.optional(z.string()),
  at: z.iso.datetime(),
});

/** GET /api/packages/{id}/history — who changed what about a package, when; the newest first. */
export const listPackageHistory = defineEndpoint({
  name: 'list-package-history',
  method: 'GET',
  route: 'api/packages/{id}/history',
  surface: 'api',
  summary: 'What was changed about a package',
  caller: 'session',
  rights: ['package:history:see'],
  query: CollectionQuery,
  answers: { 200: collectionOf(EntryView) },
  problems: [],
  async handle(services, { caller, params, query }) {
    const { page } = await packageHistory.list(services, caller.account, params.id ?? '', query.cursor);
    return collection(page, ({ event, actor, through, whom, at }) => ({
      event,
      actor,
      through,
      whom,
      at: at.toISOString(),
    }));
  },
});
