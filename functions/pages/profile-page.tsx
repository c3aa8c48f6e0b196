import { publicAccount } from '../../shared/accounts/public-account.ts';
import { Problem } from '../../shared/problems.ts';
import { Day } from './parts/moment.tsx';
import { definePage } from './parts/page.tsx';

/** GET /profiles/{name} — an account as anybody sees it. Another spelling of the name leads to the right one. */
export const profilePage = definePage({
  name: 'profile',
  route: 'profiles/{name}',
  caller: 'anyone',
  problems: ['no-such-account', 'account-gone'],
  async load(services, { params }) {
    try {
      return { show: await publicAccount(services, params.name ?? '') };
    } catch (error) {
      const spelling = error instanceof Problem ? error.extensions.name : undefined;
      if (typeof spelling !== 'string') throw error;
      return { redirect: `/profiles/${spelling}` };
    }
  },
  title: ({ name }) => name,
  view: ({ name, createdAt }) => (
    <>
      <h1 class="username">{name}</h1>
      <p>
        A user of this registry since <Day of={createdAt} />.
      </p>
    </>
  ),
});
