import { may } from '../../shared/organizations/policy.ts';
import { enter } from '../../shared/organizations/standing.ts';
import * as ownerships from '../../shared/packages/ownerships.ts';
import * as receivedOffers from '../../shared/packages/received-offers.ts';
import { cursorIn, isWhole } from './parts/more.tsx';
import { OrganizationHeader } from './parts/organization-links.tsx';
import { OwnedPackages } from './parts/owned-packages.tsx';
import { definePage } from './parts/page.tsx';
import { offerAnswerProblems, offerAnswers, ReceivedOffers } from './parts/received-offers.tsx';
import { orRightSpelling } from './parts/right-spelling.ts';

/** GET, POST /organizations/{name}/packages — what it owns; administrators answer what it was offered. */
export const organizationPackagesPage = definePage({
  name: 'organization-packages',
  route: 'organizations/{name}/packages',
  caller: 'session',
  rights: ['packages:see'],
  problems: ['invalid-request', ...offerAnswerProblems],
  acts: offerAnswers(
    ({ params }) => params.name ?? '',
    ({ params }) => `/organizations/${params.name}/packages`,
  ),
  load: (services, request) =>
    orRightSpelling(
      async () => {
        const seen = await enter(services, request.caller.account, request.params.name ?? '', 'packages:see');
        const [owned, offered] = await Promise.all([
          ownerships.list(services, seen.key, cursorIn(request)),
          may('received-offers:see', seen.standing, seen.organization.state)
            ? receivedOffers.list(services, seen.key, undefined)
            : { items: [] },
        ]);
        return { ...seen, owned, offered, isAll: isWhole(request, owned) };
      },
      (name) => `/organizations/${name}/packages`,
    ),
  title: ({ organization }) => `Packages of ${organization.name}`,
  view: ({ owned, offered, isAll, ...seen }, form) => (
    <>
      <OrganizationHeader of={seen} here="/packages" />
      <ReceivedOffers page={offered} form={form} />
      <h2>Owned</h2>
      {owned.items.length === 0 && <p>{isAll ? 'It owns no package yet.' : 'It owns none that is shown here.'}</p>}
      <OwnedPackages page={owned} />
    </>
  ),
});
