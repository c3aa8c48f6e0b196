import type * as z from 'zod';
import * as history from '../../shared/audit/history.ts';
import { parse } from '../../shared/http/parse.ts';
import { AccountNav } from './parts/account-nav.tsx';
import { eventText } from './parts/event-text.ts';
import { Moment } from './parts/moment.tsx';
import { definePage } from './parts/page.tsx';

/** GET /account/history — what was changed about one's own account, newest first. */
export const historyPage = definePage({
  name: 'history',
  route: 'account/history',
  caller: 'session',
  problems: ['invalid-request'],
  async load({ tables }, { caller, url }) {
    const query = parse(history.HistoryQuery, Object.fromEntries(url.searchParams), '?');
    const { cursor } = query as z.output<typeof history.HistoryQuery>;
    return { show: await history.page(tables, 'accounts', caller.account.key, cursor) };
  },
  title: () => 'Your history',
  view: ({ items, next }) => (
    <>
      <AccountNav at="/account/history" />
      <h1>Your history</h1>
      <p>Every sign-in and every change of your account. Should there be one that you do not know, end its session.</p>
      <ul class="cards">
        {items.map(({ at, event, browser, label }) => (
          <li key={at.toISOString()}>
            <strong>{eventText(event)}</strong>
            <span class="small">
              <Moment of={at} />
              {browser !== undefined && `, ${browser}`}
              {label !== undefined && `, ${label}`}
            </span>
          </li>
        ))}
      </ul>
      {next !== undefined && (
        <p>
          <a href={`/account/history?cursor=${next}`}>Earlier entries</a>
        </p>
      )}
    </>
  ),
});
