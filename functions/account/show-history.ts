import * as z from 'zod';
import * as history from '../../shared/audit/history.ts';
import { ok } from '../../shared/http/answers.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';

/** GET /api/account/history — what was changed about one's own account, newest first: sign-ins among it. */
export const showHistory = defineEndpoint({
  name: 'show-history',
  method: 'GET',
  route: 'api/account/history',
  surface: 'api',
  summary: 'The changes of one’s own account, newest first',
  caller: 'session',
  query: history.HistoryQuery,
  answers: {
    200: z.strictObject({
      items: z.array(
        z.strictObject({
          at: z.iso.datetime(),
          event: z.string(),
          actor: z.string(),
          whom: z.string().optional(),
          browser: z.string().optional(),
          label: z.string().optional(),
        }),
      ),
      next: z.string().optional(),
    }),
  },
  problems: [],
  async handle({ tables }, { caller, query }) {
    const { items, next } = await history.page(tables, 'accounts', caller.account.key, query.cursor);
    return ok({ items: items.map((entry) => ({ ...entry, at: entry.at.toISOString() })), ...(next && { next }) });
  },
});
