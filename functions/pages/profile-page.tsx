import { publicAccount } from '../../shared/accounts/public-account.ts';
import { Day } from './parts/moment.tsx';
import { definePage } from './parts/page.tsx';
import { orRightSpelling } from './parts/right-spelling.ts';

/** GET /profiles/{name} — an account as anybody sees it. Another spelling of the name leads to the right one. */
export const profilePage = definePage({
  name: 'profile',
  route: 'profiles/{name}',
  caller: 'anyone',
  problems: ['no-such-account', 'account-gone'],
  load: (services, { params }) =>
    orRightSpelling(
      () => publicAccount(services, params.name ?? ''),
      (name) => `/profiles/${name}`,
    ),
  title: ({ name }) => name,
  view: ({ name, kind, createdAt }) => (
    <>
      <h1>{name}</h1>
      <p>
        {kind === 'user' ? 'A user' : 'An organization'} of this registry since <Day of={createdAt} />.
      </p>
    </>
  ),
});
