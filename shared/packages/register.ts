import type { LivingAccount, Stored } from '../accounts/account.ts';
import { exactly } from '../accounts/account-named.ts';
import * as accounts from '../accounts/accounts.ts';
import { activeAccount } from '../accounts/active-account.ts';
import { decideAndCommit } from '../audit/decide.ts';
import type { AccountName } from '../names/account-name.ts';
import { nameKey } from '../names/name-key.ts';
import { isSeated } from '../organizations/member.ts';
import { readMember } from '../organizations/standing.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import { announceOwnership } from './announce-ownership.ts';
import { isSuspended, ownerKey, ownerRow } from './owner.ts';
import { type Package, rootRow, type StoredPackage } from './package.ts';
import { type PackageId, packageKey } from './package-id.ts';
import { placeOf } from './packages.ts';
import { readOwner } from './standing.ts';

export interface Registered {
  /** `repeated`: it was already there, and is that account's. */
  readonly outcome: 'created' | 'repeated';
  readonly package: Package;
}

/**
 * Gives a package that is published for the first time to its first owner. The owner's partition is told first; then
 * root, owner and entry are one transaction, which inserts the root or swaps that of a package that was removed.
 *
 * Source: DESIGN 5, "Packages".
 * @throws Problem `no-such-account`, `may-not-publish`, `package-exists`
 */
export async function register(
  services: Services,
  id: PackageId,
  { owner, publisher }: { readonly owner: AccountName; readonly publisher: AccountName },
): Promise<Registered> {
  const key = packageKey(id);
  return await decideAndCommit<StoredPackage, Registered>(
    services,
    placeOf(services, key, { refusesByRows: true }),
    async (root, fresh) => {
      const standing = root?.value;
      const isStanding = standing?.state === 'active';
      const [holder, own] = await Promise.all([
        ownerFor(services, owner, publisher),
        isStanding ? readOwner(services, key, nameKey(owner)) : undefined,
      ]);
      if (isStanding) {
        if (own && !isSuspended(own)) {
          return { result: { outcome: 'repeated', package: standing }, confirms: true };
        }
        throw new Problem(
          'package-exists',
          `The package “${standing.id}” belongs to others. “${owner}” can become an owner when one of its owners offers it.`,
        );
      }
      const announcement = { change: 'register', actor: publisher, arguments: { id } };
      const operation = await announceOwnership(services, holder, key, announcement, fresh);
      if (operation === 'stands') return 'again';
      const now = services.clock.now();
      const registered: Package = {
        id: standing?.id ?? id,
        state: 'active',
        createdAt: now,
        operation,
        ownerCount: 1,
        offerCount: 0,
      };
      return {
        operation,
        root: rootRow(key, registered),
        rows: [
          {
            kind: 'insert',
            row: ownerRow(ownerKey(key, holder.key), { name: owner, joinedAt: now, joined: operation }),
          },
        ],
        entry: { event: 'package:register', actor: publisher, whom: owner, at: now },
        result: { outcome: 'created', package: registered },
      };
    },
  );
}

/** The owner, if `publisher` may publish for it. @throws Problem `no-such-account`, `may-not-publish` */
async function ownerFor(
  services: Services,
  owner: AccountName,
  publisher: AccountName,
): Promise<Stored<LivingAccount>> {
  const named = async (name: AccountName) => activeAccount(exactly(await accounts.read(services, nameKey(name)), name));
  if (owner === publisher) return await named(owner);
  const [holder, , member] = await Promise.all([
    named(owner),
    named(publisher),
    readMember(services, nameKey(owner), nameKey(publisher)),
  ]);
  if (holder.value.kind !== 'organization' || !isSeated(member?.value)) {
    throw new Problem(
      'may-not-publish',
      `“${publisher}” may not publish for “${owner}”: they are neither that account nor a member of it.`,
    );
  }
  return holder;
}
