import type { Organization } from '../../shared/accounts/account.ts';
import type { Member } from '../../shared/organizations/member.ts';
import * as memberships from '../../shared/organizations/memberships.ts';
import { AccountNav } from './parts/account-nav.tsx';
import { Cards } from './parts/cards.tsx';
import { cursorIn, isWhole, More } from './parts/more.tsx';
import { definePage } from './parts/page.tsx';
import { roleWord } from './parts/role.ts';

/** For a closed one, an administrator is led to restoring it: nothing else of it can be seen. */
function addressOf({ name, state }: Organization, { role }: Member): string {
  return `/organizations/${name}${state === 'closed' && role === 'admin' ? '/deletion' : ''}`;
}

/** GET /account/organizations — the organizations one is a member of. */
export const ownOrganizationsPage = definePage({
  name: 'own-organizations',
  route: 'account/organizations',
  caller: 'session',
  problems: ['invalid-request'],
  async load(services, request) {
    const page = await memberships.list(services, request.caller.account, cursorIn(request));
    return { show: { page, isAll: isWhole(request, page) } };
  },
  title: () => 'Your organizations',
  view: ({ page, isAll }) => (
    <>
      <AccountNav at="/account/organizations" />
      <h1>Your organizations</h1>
      <p>An organization owns packages as a user does, and several people act for it.</p>
      {page.items.length === 0 && (
        <p>{isAll ? 'You are in no organization yet.' : 'You are in none that is shown here.'}</p>
      )}
      <Cards>
        {page.items.map(({ organization, member }) => (
          <li key={organization.name}>
            <a href={addressOf(organization, member)}>{organization.name}</a>
            <span class="small">
              {roleWord(member.role)}
              {organization.state !== 'active' && `, ${organization.state}`}
            </span>
          </li>
        ))}
      </Cards>
      <More page={page} />
      <p>
        <a class="button" href="/account/organizations/new">
          Create an organization
        </a>
      </p>
    </>
  ),
});
