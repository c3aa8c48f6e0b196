import * as z from 'zod/mini';
import * as history from '../../shared/audit/history.ts';
import { CollectionQuery, collection, collectionOf } from '../../shared/http/collection.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';

const EntryView = z.strictObject({
  at: z.iso.datetime(),
  event: z.string(),
  actor: z.string(),
  whom: z.optional(z.string()),
  role: z.optional(z.string()),
  browser: z.optional(z.string()),
  label: z.optional(z.string()),
});

/** GET /api/account/history — what was changed about one's own account, newest first, including sign-ins. */
export const showHistory = defineEndpoint({
  name: 'show-history',
  method: 'GET',
  route: 'api/account/history',
  surface: 'api',
  summary: 'The changes of one’s own account, newest first',
  caller: 'session',
  query: CollectionQuery,
  answers: { 200: collectionOf(EntryView) },
  problems: [],
  async handle({ tables }, { caller, query }) {
    const page = await history.page(tables, 'accounts', caller.account.key, query.cursor);
    return collection(page, ({ event, actor, at, whom, role, browser, label }) => ({
      event,
      actor,
      at: at.toISOString(),
      whom,
      role,
      browser,
      label,
    }));
  },
});
