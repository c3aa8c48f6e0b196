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
  const { items, ...page } = await hints.list(services, account, 'offered', after);
  const found = await Promise.all(items.map((hint) => verify(services, account, hint)));
  await hints.forgetDead(
    services,
    found.filter((one) => one !== undefined && 'hint' in one),
  );
  return { ...page, items: found.filter((one) => one !== undefined && 'offer' in one) };
}

/** Undefined for one that stands but cannot be accepted now. */
async function verify(
  services: Services,
  account: NameKey,
  hint: Hint,
): Promise<ReceivedOffer | hints.Truthless | undefined> {
  const key = hint.place.about as PackageKey;
  const [root, standing, owners] = await Promise.all([
    read(services, key),
    readOffer(services, key, account),
    readOwners(services, key),
  ]);
  if (!standing) return { hint, truth: { table: 'packages', ...offerKey(key, account) }, isOver: false };
  const { value: offer } = standing;
  if (root?.value.state !== 'active' || (await hasEnded(services, offer, owners))) return undefined;
  return { package: root.value, offer };
}
