import { AccountNav } from './parts/account-nav.tsx';
import { Day, Moment } from './parts/moment.tsx';
import { OneIdentity } from './parts/one-identity.tsx';
import { definePage } from './parts/page.tsx';

/** GET /account — who is signed in here. */
export const accountPage = definePage({
  name: 'account',
  route: 'account',
  caller: 'session',
  problems: [],
  load: (_services, { caller }) => ({ show: { user: caller.account.value, session: caller.session } }),
  title: () => 'Your account',
  view: ({ user, session }) => (
    <>
      <AccountNav at="/account" />
      <h1>Your account</h1>
      <dl class="facts">
        <div>
          <dt>Username</dt>
          <dd>
            <a href={`/profiles/${user.name}`}>{user.name}</a>
          </dd>
        </div>
        <div>
          <dt>Registered</dt>
          <dd>
            <Day of={user.createdAt} />
          </dd>
        </div>
        <div>
          <dt>Signed in here</dt>
          <dd>
            <Moment of={session.createdAt} />, {session.browser}
          </dd>
        </div>
      </dl>
      <h2>Microsoft accounts</h2>
      {user.identities.length === 1 && <OneIdentity username={user.name} />}
      <p>
        You can sign in with {user.identities.map(({ label }) => label).join(', ')}.{' '}
        <a href="/account/identities">See and change your Microsoft accounts</a>
      </p>
      <h2>Your data</h2>
      <p>
        <a href="/api/account/export">Download everything that is stored about you</a>, as one JSON file.{' '}
        <a href="/privacy">What is kept about you</a> says why each item is kept, and for how long.
      </p>
      <h2>Leave</h2>
      <p>
        <a href="/account/deletion">Delete your account</a>: you see what happens first, and can restore it for a while.
      </p>
    </>
  ),
});
