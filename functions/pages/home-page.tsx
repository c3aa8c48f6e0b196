import { accountPath } from './parts/layout.tsx';
import { definePage } from './parts/page.tsx';

/** GET / — what this service is, and the way in. */
export const homePage = definePage({
  name: 'home',
  route: '',
  caller: 'anyone',
  admitsClosed: true,
  problems: [],
  load: async (_services, { caller }) => ({ show: { user: (await caller.session())?.account.value } }),
  title: () => 'One account for the registry',
  view: ({ user }) => (
    <>
      <h1>One account for the registry</h1>
      <p class="lead">
        You sign in with Microsoft, choose a username once and for ever, and publish packages on your own or together
        with others.
      </p>
      <p>
        {user === undefined ? (
          <a class="button" href="/sign-in">
            Sign in with Microsoft
          </a>
        ) : (
          <a class="button" href={accountPath({ isActive: user.state === 'active' })}>
            Go to your account, {user.name}
          </a>
        )}
      </p>
      <h2>What you need</h2>
      <ul>
        <li>A Microsoft account, personal or from your work or school.</li>
        <li>Two-step verification turned on for it. Sign-ins without a second step are refused.</li>
      </ul>
      <h2>What is kept</h2>
      <p>
        Your username, when you registered and signed in, and a masked label of your Microsoft account. No password and
        no e-mail address. <a href="/privacy">All of it, why, and for how long</a>.
      </p>
    </>
  ),
});
