import type { Hint } from '../hints/hint.ts';
import * as hints from '../hints/hints.ts';
import type { NameKey } from '../names/name-key.ts';
import type { Services } from '../services.ts';
import type { Page } from '../storage/pages.ts';
import { type Offer, offerKey } from './offer.ts';
import { hasEnded } from './offer-limits.ts';
import type { Package } from './package.ts';
import type { PackageKey } from './package-id.ts';
import { read } from './packages.ts';
import { readOffer, readOwners } from './standing.ts';

export interface ReceivedOffer {
  readonly package: Package;
  readonly offer: Offer;
}

/**
 * The offers that an account could accept now: not expired, from somebody who may still make them. One request for a page
 * of hints, three each, and one more where an organization offers.
 */
export async function list(
  services: Services,
  account: NameKey,
  after: string | undefined,
): Promise<Page<ReceivedOffer>> {
  return await hints.listTruths(services, account, 'offered', after, (hint) => look(services, account, hint));
}

/** Undefined for one that stands but cannot be accepted now. */
async function look(services: Services, account: NameKey, hint: Hint): Promise<hints.Look<ReceivedOffer>> {
  const key = hint.place.about as PackageKey;
  const [root, standing, owners] = await Promise.all([
    read(services, key),
    readOffer(services, key, account),
    readOwners(services, key),
  ]);
  if (!standing) return { hint, truth: { table: 'packages', ...offerKey(key, account) }, isOver: false };
  const { value: offer } = standing;
  if (root?.value.state !== 'active' || (await hasEnded(services, offer, owners))) return undefined;
  return { found: { package: root.value, offer } };
}
