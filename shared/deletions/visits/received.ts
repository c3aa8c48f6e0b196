import { rootRow, type Stored } from '../../accounts/account.ts';
import * as accounts from '../../accounts/accounts.ts';
import type { OperationId } from '../../audit/operation.ts';
import type { Hint } from '../../hints/hint.ts';
import type { NameKey } from '../../names/name-key.ts';
import { invitationKey } from '../../organizations/invitation.ts';
import { readInvitation } from '../../organizations/standing.ts';
import { offerKey } from '../../packages/offer.ts';
import { rootRow as packageRow, type StoredPackage } from '../../packages/package.ts';
import type { PackageKey } from '../../packages/package-id.ts';
import { placeOf } from '../../packages/packages.ts';
import { readOffer } from '../../packages/standing.ts';
import type { Kind, Look } from './target.ts';

/**
 * Invitations and offers that the account received. Nobody can accept them once it is closed, so only a purge takes them
 * away: whichever stands, even one that the hint's operation was about to replace.
 */
export const invitation: Kind<Stored> = {
  placeOf: ({ services, hint }) => accounts.placeOf(services, hint.place.about as NameKey),

  async look({ services, deletion, hint, target }, root) {
    const organization = root?.value;
    if (organization?.state === 'retired' || organization?.state === 'purging') return { outcome: 'over' };
    const key = hint.place.about as NameKey;
    const found = await readInvitation(services, key, deletion.key);
    if (organization?.kind !== 'organization' || !found) return { outcome: 'absent' };
    if (target === 'suspended') return asAnnounced(found.value, hint);
    return {
      root: rootRow({ ...organization, invitationCount: organization.invitationCount - 1 }),
      rows: [{ kind: 'remove', key: invitationKey(key, deletion.key) }],
      entry: {
        event: 'organization:invitation:lapse',
        actor: deletion.name,
        whom: deletion.name,
        role: found.value.role,
        at: services.clock.now(),
      },
    };
  },
};

export const offer: Kind<StoredPackage> = {
  placeOf: ({ services, hint }) => placeOf(services, hint.place.about as PackageKey),

  async look({ services, deletion, hint, target }, root) {
    const key = hint.place.about as PackageKey;
    const found = root && (await readOffer(services, key, deletion.key));
    if (!root || !found) return { outcome: 'absent' };
    if (target === 'suspended') return asAnnounced(found.value, hint);
    return {
      root: packageRow(key, { ...root.value, offerCount: root.value.offerCount - 1 }),
      rows: [{ kind: 'remove', key: offerKey(key, deletion.key) }],
      entry: { event: 'package:offer:lapse', actor: deletion.name, whom: deletion.name, at: services.clock.now() },
    };
  },
};

/** Nothing is taken away yet; but what was announced and is not there must not come later. */
function asAnnounced(found: { readonly operation: OperationId }, hint: Hint): { readonly outcome: Look } {
  return { outcome: found.operation === hint.value.operation ? 'stands' : 'absent' };
}
