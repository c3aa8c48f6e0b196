import * as z from 'zod/mini';
import { expireCookie } from '../../shared/http/cookies.ts';
import * as ownSessions from '../../shared/sessions/own-sessions.ts';
import { sessionId } from '../../shared/sessions/session.ts';
import { AccountNav } from './parts/account-nav.tsx';
import { Form, Refusal } from './parts/form.tsx';
import { Moment } from './parts/moment.tsx';
import { defineAct, definePage } from './parts/page.tsx';

/** GET, POST /account/sessions — where one is signed in, and how to end it. */
export const sessionsPage = definePage({
  name: 'sessions',
  route: 'account/sessions',
  caller: 'session',
  problems: [],
  acts: {
    end: defineAct('session', {
      fields: z.strictObject({ id: z.string() }),
      async run(services, { caller }, { id }) {
        await ownSessions.endOne(services, caller, id);
        const isOwn = id === sessionId(caller.session);
        return isOwn
          ? { to: '/', notice: 'signed-out', cookies: [expireCookie('session')] }
          : { to: '/account/sessions', notice: 'session-ended' };
      },
    }),
    'end-others': defineAct('session', {
      fields: z.strictObject({}),
      async run(services, { caller }) {
        await ownSessions.endOthers(services, caller);
        return { to: '/account/sessions', notice: 'other-sessions-ended' };
      },
    }),
  },
  load(services, { caller }) {
    const { identities } = caller.account.value;
    const sessions = ownSessions.list(services, caller).map((session) => ({
      ...session,
      id: sessionId(session),
      label: identities.find(({ key }) => key === session.identity)?.label,
      isCurrent: session.hash === caller.session.hash,
    }));
    return { show: { sessions } };
  },
  title: () => 'Your sessions',
  view: ({ sessions }, form) => (
    <>
      <AccountNav at="/account/sessions" />
      <h1>Your sessions</h1>
      <Refusal form={form} />
      <p>
        The browsers you are signed in with. End any that you do not recognise or no longer use: their very next request
        is refused.
      </p>
      <ul class="cards">
        {sessions.map(({ id, browser, label, createdAt, seenAt, isCurrent }) => (
          <li key={id}>
            <div>
              <strong>{browser}</strong> {isCurrent && <span class="tag">this browser</span>}
            </div>
            <span class="small" id={`session-${id}`}>
              Signed in <Moment of={createdAt} />
              {label !== undefined && ` with ${label}`}. Last seen about <Moment of={seenAt} />.
            </span>
            {!isCurrent && (
              <Form act="end" form={{}}>
                <input type="hidden" name="id" value={id} />
                <button
                  type="submit"
                  class="quiet"
                  aria-label={`End this session: ${browser}`}
                  // Two browsers may be called alike.
                  aria-describedby={`session-${id}`}
                >
                  End this session
                </button>
              </Form>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <Form act="end-others" form={{}}>
          <button type="submit">End all other sessions</button>
        </Form>
      )}
    </>
  ),
});
