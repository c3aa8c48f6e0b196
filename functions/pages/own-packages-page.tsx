import * as ownerships from '../../shared/packages/ownerships.ts';
import * as receivedOffers from '../../shared/packages/received-offers.ts';
import { AccountNav } from './parts/account-nav.tsx';
import { cursorIn, isWhole } from './parts/more.tsx';
import { OwnedPackages } from './parts/owned-packages.tsx';
import { definePage } from './parts/page.tsx';
import { offerAnswerProblems, offerAnswers, ReceivedOffers } from './parts/received-offers.tsx';

/** GET, POST /account/packages — the packages one owns oneself, and those one was offered. */
export const ownPackagesPage = definePage({
  name: 'own-packages',
  route: 'account/packages',
  caller: 'session',
  problems: ['invalid-request', ...offerAnswerProblems],
  acts: offerAnswers(
    ({ caller }) => caller.account.value.name,
    () => '/account/packages',
  ),
  async load(services, request) {
    const { key } = request.caller.account;
    const [owned, offered] = await Promise.all([
      ownerships.list(services, key, cursorIn(request)),
      receivedOffers.list(services, key, undefined),
    ]);
    return { show: { owned, offered, isAll: isWhole(request, owned) } };
  },
  title: () => 'Your packages',
  view: ({ owned, offered, isAll }, form) => (
    <>
      <AccountNav at="/account/packages" />
      <h1>Your packages</h1>
      <ReceivedOffers page={offered} form={form} />
      <h2>Owned</h2>
      {owned.items.length === 0 && (
        <p>
          {isAll ? 'You own no package yet. The first to publish one owns it.' : 'You own none that is shown here.'}
        </p>
      )}
      <OwnedPackages page={owned} />
      <p>
        What an organization owns is on its own page: <a href="/account/organizations">your organizations</a>.
      </p>
    </>
  ),
});
