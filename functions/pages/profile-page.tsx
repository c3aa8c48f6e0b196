import { publicAccount } from '../../shared/accounts/public-account.ts';
import { nameKey } from '../../shared/names/name-key.ts';
import * as ownerships from '../../shared/packages/ownerships.ts';
import { Day } from './parts/moment.tsx';
import { cursorIn } from './parts/more.tsx';
import { OwnedPackages } from './parts/owned-packages.tsx';
import { definePage } from './parts/page.tsx';
import { orRightSpelling } from './parts/right-spelling.ts';

/** GET /profiles/{name} — an account as anybody sees it, and what it owns. Another spelling of the name leads to the right one. */
export const profilePage = definePage({
  name: 'profile',
  route: 'profiles/{name}',
  caller: 'anyone',
  problems: ['invalid-request', 'no-such-account', 'account-gone'],
  load: (services, request) =>
    orRightSpelling(
      async () => {
        const { name, kind, createdAt } = await publicAccount(services, request.params.name ?? '');
        const owned = await ownerships.list(services, nameKey(name), cursorIn(request));
        return { name, kind, createdAt, owned };
      },
      (name) => `/profiles/${name}`,
    ),
  title: ({ name }) => name,
  view: ({ name, kind, createdAt, owned }) => (
    <>
      <h1>{name}</h1>
      <p>
        {kind === 'user' ? 'A user' : 'An organization'} of this registry since <Day of={createdAt} />.
      </p>
      {owned.items.length > 0 && <h2>Packages</h2>}
      <OwnedPackages page={owned} />
    </>
  ),
});
