import type { Stored, User } from '../accounts/account.ts';
import { accountNamed } from '../accounts/account-named.ts';
import { activeAccount } from '../accounts/active-account.ts';
import { isAccountName } from '../names/account-name.ts';
import { nameKey } from '../names/name-key.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import { pageOf } from '../storage/pages.ts';
import { ownAccountNamed } from './acting.ts';
import { announceOwnership, withoutOwnership } from './announce-ownership.ts';
import { change } from './change.ts';
import { isExpired, type Offer, offerKey, offerPrefix, storedOffer } from './offer.ts';
import { checkRoomForOwner, isVoid } from './offer-limits.ts';
import { ownerKey, ownerRow } from './owner.ts';
import { notFound } from './packages.ts';
import { actingOn, admit, enter, readOffer, readOwners, type Seen, through } from './standing.ts';

/** The offers of a package, by name key; expired or void ones stay listed until cleared away. */
export async function list(
  services: Services,
  caller: Stored<User>,
  id: string,
  after: string | undefined,
): Promise<Seen<Offer>> {
  const seen = await enter(services, caller, id, 'package:offers:see');
  const page = await pageOf(services.tables, 'packages', { partition: seen.key, prefix: offerPrefix }, after);
  return { ...seen, page: { ...page, items: page.items.map((row) => storedOffer(row).value) } };
}

/**
 * An account takes the ownership that it was offered. Its partition is told first; then offer, owner and counts change
 * in one transaction, so an offer is used once, even if it is withdrawn at the same moment.
 *
 * Source: DESIGN 5, "Packages".
 * @throws Problem `not-found`, `not-allowed`, `account-closed`, `offer-expired`, `offer-void`, `too-many-owners`
 */
export async function accept(services: Services, caller: Stored<User>, id: string, name: string): Promise<void> {
  await change<void>(services, id, async (current, key, fresh) => {
    const [own, found, owners] = await Promise.all([
      ownAccountNamed(services, caller, name),
      isAccountName(name) ? readOffer(services, key, nameKey(name)) : undefined,
      readOwners(services, key),
    ]);
    admit('package:offer:accept', current, own ? 'named' : 'stranger');
    const holder = activeAccount(own);
    if (found?.value.name !== name) {
      // Accepted in another tab, perhaps: to be an owner is what was asked for.
      if (owners.some((owner) => owner.key === holder.key)) return { result: undefined, confirms: true };
      throw notFound();
    }
    const { value: offer } = found;
    const now = services.clock.now();
    if (isExpired(offer, now)) {
      throw new Problem(
        'offer-expired',
        `The offer of “${current.id}” has expired. Ask one of its owners for a new one.`,
      );
    }
    if (await isVoid(services, offer, owners)) {
      throw new Problem('offer-void', `${lostGround(offer, current.id)} Ask one of its owners for a new offer.`);
    }
    checkRoomForOwner(current, owners);
    const announcement = { change: 'accept', actor: caller.value.name, arguments: {} };
    const operation = await announceOwnership(services, holder, key, announcement, fresh);
    if (operation === 'stands') return 'again';
    return {
      operation,
      package: { ...current, ownerCount: current.ownerCount + 1, offerCount: current.offerCount - 1 },
      rows: [
        { kind: 'remove', key: offerKey(key, holder.key) },
        {
          kind: 'insert',
          row: ownerRow(ownerKey(key, holder.key), { name: holder.value.name, joinedAt: now, joined: operation }),
        },
      ],
      entry: { event: 'package:owner:join', actor: caller.value.name, whom: holder.value.name, at: now },
      result: undefined,
    };
  });
}

/**
 * Takes an offer back: an owner withdraws it, or the account declines.
 *
 * @returns `gone` when there was none any more.
 * @throws Problem `not-found`, `not-allowed`, `account-closed`, `no-such-account`
 */
export async function remove(
  services: Services,
  caller: Stored<User>,
  id: string,
  name: string,
): Promise<'removed' | 'gone'> {
  return await change<'removed' | 'gone'>(services, id, async (current, key) => {
    const [owners, found] = await Promise.all([
      readOwners(services, key),
      isAccountName(name) ? readOffer(services, key, nameKey(name)) : undefined,
    ]);
    const acting = await actingOn(services, caller, owners, name);
    const isDeclining = acting.standing === 'named';
    admit(isDeclining ? 'package:offer:decline' : 'package:offer:withdraw', current, acting.standing);
    if (found?.value.name !== name) {
      // Perhaps accepted in another tab: there is nothing to decline.
      if (owners.some(({ value }) => value.name === name)) return { result: 'gone' };
      if (isDeclining && isAccountName(name)) return await withoutOwnership(services, nameKey(name), key, 'gone');
      await accountNamed(services, name);
      return { result: 'gone', confirms: true };
    }
    return {
      package: { ...current, offerCount: current.offerCount - 1 },
      rows: [{ kind: 'remove', key: offerKey(key, nameKey(found.value.name)) }],
      entry: {
        event: isDeclining ? 'package:offer:decline' : 'package:offer:withdraw',
        actor: caller.value.name,
        whom: found.value.name,
        through: through(acting),
        at: services.clock.now(),
      },
      result: 'removed',
    };
  });
}

/** True as well of an owner, or an administrator, who has become one again. */
function lostGround({ offeredBy, through: owner }: Offer, id: string): string {
  return offeredBy === owner
    ? `“${owner}” is no longer the owner who offered “${id}”.`
    : `“${offeredBy}” or “${owner}” has lost the right to make this offer of “${id}”.`;
}
