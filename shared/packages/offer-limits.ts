import { nameKey } from '../names/name-key.ts';
import { isStillAdmin } from '../organizations/member.ts';
import { readMember } from '../organizations/standing.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import { pageOf } from '../storage/pages.ts';
import { isExpired, type Offer, offerPrefix, type StoredOffer, storedOffer } from './offer.ts';
import { isSuspended, type StoredOwner } from './owner.ts';
import type { Package } from './package.ts';
import type { PackageKey } from './package-id.ts';

/** Strangers are asked in the package's name, so few may be waiting; and all rows must fit into one transaction. */
const mostPending = 20;
/** Suspended ones too: they may come back. */
const mostOwners = 50;

/** @throws Problem `too-many-owners` */
export function checkRoomForOwner({ id }: Package, owners: readonly StoredOwner[]): void {
  if (owners.length < mostOwners) return;
  throw new Problem('too-many-owners', `“${id}” has ${mostOwners} owners, and there can be no more. Remove one first.`);
}

/**
 * Finds room for one more offer, or for one in the place of `standing`.
 *
 * @returns expired or void ones, to be removed by the same change; none while there is room.
 * @throws Problem `too-many-offers`
 */
export async function makeRoom(
  services: Services,
  { id, offerCount }: Package,
  key: PackageKey,
  owners: readonly StoredOwner[],
  standing: StoredOffer | undefined,
): Promise<readonly Offer[]> {
  if (standing || offerCount < mostPending) return [];
  const { items } = await pageOf(services.tables, 'packages', { partition: key, prefix: offerPrefix }, undefined);
  const offers = items.map((row) => storedOffer(row).value);
  const voided = await voidAmong(services, offers, owners);
  const now = services.clock.now();
  const dead = offers.filter((offer) => isExpired(offer, now) || voided.includes(offer));
  if (dead.length === 0) {
    throw new Problem(
      'too-many-offers',
      `${mostPending} offers of “${id}” are waiting for an answer, and there can be no more. Withdraw some that nobody will answer.`,
    );
  }
  return dead;
}

/** Whether nobody can accept it any longer, whoever it was made to. */
export async function hasEnded(services: Services, offer: Offer, owners: readonly StoredOwner[]): Promise<boolean> {
  return isExpired(offer, services.clock.now()) || (await isVoid(services, offer, owners));
}

/** Those of a package's offers that lost their ground: there are at most twenty, and each takes one request or none. */
export async function voidAmong(
  services: Services,
  offers: readonly Offer[],
  owners: readonly StoredOwner[],
): Promise<readonly Offer[]> {
  const isLost = await Promise.all(offers.map((offer) => isVoid(services, offer, owners)));
  return offers.filter((_, index) => isLost[index]);
}

/**
 * Whether its sender may no longer make it: the owner it was made for is no longer that owner, or the sender is no
 * longer that administrator there. Suspended ones count as none. One request where it was made for an organization.
 */
export async function isVoid(services: Services, offer: Offer, owners: readonly StoredOwner[]): Promise<boolean> {
  const owner = owners.find(({ value }) => value.name === offer.through);
  if (!owner || isSuspended(owner) || owner.value.joined !== offer.joined) return true;
  if (offer.granted === undefined) return false;
  const seat = (await readMember(services, owner.key, nameKey(offer.offeredBy)))?.value;
  return !isStillAdmin(seat, offer.granted);
}
