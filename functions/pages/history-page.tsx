import * as history from '../../shared/audit/history.ts';
import { AccountNav } from './parts/account-nav.tsx';
import { eventText } from './parts/event-text.ts';
import { Moment } from './parts/moment.tsx';
import { cursorIn, More } from './parts/more.tsx';
import { definePage } from './parts/page.tsx';

/** GET /account/history — what was changed about one's own account, newest first. */
export const historyPage = definePage({
  name: 'history',
  route: 'account/history',
  caller: 'session',
  problems: ['invalid-request'],
  load: async ({ tables }, request) => ({
    show: await history.page(tables, 'accounts', request.caller.account.key, cursorIn(request)),
  }),
  title: () => 'Your history',
  view: (page) => (
    <>
      <AccountNav at="/account/history" />
      <h1>Your history</h1>
      <p>
        Every sign-in and every change of your account. If you do not recognise one,{' '}
        <a href="/account/sessions">end its session</a>, and{' '}
        <a href="/account/identities">unlink any Microsoft account that is not yours</a>.
      </p>
      <ul class="cards">
        {page.items.map(({ at, event, browser, label }) => (
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
      <More page={page} />
    </>
  ),
});
