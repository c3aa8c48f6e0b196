import type { LivingAccount, Stored, User } from '../accounts/account.ts';
import { accountNamed } from '../accounts/account-named.ts';
import * as accounts from '../accounts/accounts.ts';
import { isAccountName } from '../names/account-name.ts';
import { nameKey } from '../names/name-key.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import { withoutOwnership } from './announce-ownership.ts';
import { change } from './change.ts';
import { isSuspended, ownerKey, type StoredOwner } from './owner.ts';
import type { Package } from './package.ts';
import { keyOf, notFound } from './packages.ts';
import { actingOn, admit, readOwners, through } from './standing.ts';

/** An owner as anybody sees it. */
export type PublicOwner = Pick<LivingAccount, 'name' | 'kind'>;

/**
 * Who owns a package, users and organizations alike, except closed accounts. One query, then in parallel the root of
 * each, which alone knows what kind it is. Without any owner row there is no package: the registry removed it, or it
 * never existed.
 *
 * @throws Problem `not-found`
 */
export async function list(services: Services, id: string): Promise<readonly PublicOwner[]> {
  const owners = await readOwners(services, keyOf(id));
  if (owners.length === 0) throw notFound();
  return await shown(services, owners);
}

/** These owners as anybody sees them. One request each, in parallel. */
export async function shown(services: Services, owners: readonly StoredOwner[]): Promise<readonly PublicOwner[]> {
  const counted = owners.filter((owner) => !isSuspended(owner));
  const roots = await Promise.all(counted.map(({ key }) => accounts.read(services, key)));
  return roots.flatMap((root) => (root ? [{ name: root.value.name, kind: root.value.kind }] : []));
}

/**
 * Removes an owner of a package, or lets the caller give up an ownership of theirs. The power ends with this transaction,
 * since every request reads the owner rows. Offers made through it are void from then on.
 *
 * @throws Problem `not-found`, `not-allowed`, `account-closed`, `no-such-account`, `last-owner`
 */
export async function remove(services: Services, caller: Stored<User>, id: string, name: string): Promise<void> {
  await change<void>(services, id, async (current, key) => {
    const owners = await readOwners(services, key);
    const target = owners.find(({ value }) => value.name === name);
    const acting = await actingOn(services, caller, owners, name);
    const isLeaving = acting.standing === 'named';
    admit(isLeaving ? 'package:owner:leave' : 'package:owner:remove', current, acting.standing);
    if (!target) {
      if (isLeaving && isAccountName(name)) return await withoutOwnership(services, nameKey(name), key, undefined);
      await accountNamed(services, name);
      return { result: undefined, confirms: true };
    }
    return {
      package: { ...current, ownerCount: countWithout(current, target) },
      rows: [{ kind: 'remove', key: ownerKey(key, target.key) }],
      entry: {
        event: isLeaving ? 'package:owner:leave' : 'package:owner:remove',
        actor: caller.value.name,
        whom: target.value.name,
        through: through(acting),
        at: services.clock.now(),
      },
      result: undefined,
    };
  });
}

/** @throws Problem `last-owner` */
function countWithout({ id, ownerCount }: Package, target: StoredOwner): number {
  const count = ownerCount - (isSuspended(target) ? 0 : 1);
  if (count < 1) {
    throw new Problem(
      'last-owner',
      `“${target.value.name}” is the only owner of “${id}”. Add another owner first, or ask the registry to remove the package.`,
    );
  }
  return count;
}
