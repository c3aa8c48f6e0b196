import { Day, Moment } from './parts/moment.tsx';
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
      <h1>Your account</h1>
      <dl class="facts">
        <div>
          <dt>Username</dt>
          <dd>
            <a class="username" href={`/profiles/${user.name}`}>
              {user.name}
            </a>
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
      <p>Whoever can sign in to one of these can sign in as {user.name}.</p>
      <ul class="cards">
        {user.identities.map((identity) => (
          <li key={identity.key}>
            <strong>{identity.label}</strong>
            <span class="small">
              {identity.kind === 'personal' ? 'Personal account' : 'Work or school account'}, since{' '}
              <Day of={identity.since} />
            </span>
          </li>
        ))}
      </ul>
    </>
  ),
});
