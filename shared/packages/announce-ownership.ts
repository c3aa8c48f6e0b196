import type { LivingAccount, Stored } from '../accounts/account.ts';
import { activeAccount } from '../accounts/active-account.ts';
import type { OperationId } from '../audit/operation.ts';
import { announce, callOff } from '../hints/announce.ts';
import type { Announcement, Truth } from '../hints/hint.ts';
import type { NameKey } from '../names/name-key.ts';
import type { Services } from '../services.ts';
import type { Decision } from './change.ts';
import { ownerKey } from './owner.ts';
import type { PackageKey } from './package-id.ts';

/**
 * Tells an account's partition of a package before the owner row is written, under a root that is active then.
 *
 * @returns the operation to write the owner row under; `stands` when it is already there: decide again.
 */
export async function announceOwnership(
  services: Services,
  holder: Stored<LivingAccount>,
  key: PackageKey,
  announcement: Announcement,
  operation: OperationId,
): Promise<OperationId | 'stands'> {
  return await announce(
    services,
    {
      place: placeOf(holder.key, key),
      announcement,
      truth: truthOf(holder.key, key),
      root: holder,
      admit: (root) => activeAccount(root).value,
    },
    operation,
  );
}

/**
 * The decision about an account that is no owner and is not to be one: an ownership that was taken for it before, by
 * somebody who never heard of it, must not come true after this answer.
 */
export async function withoutOwnership<T>(
  services: Services,
  account: NameKey,
  key: PackageKey,
  result: T,
): Promise<Decision<T>> {
  const isSure = await callOff(services, placeOf(account, key), truthOf(account, key));
  return isSure ? { result } : 'again';
}

const placeOf = (account: NameKey, key: PackageKey) => ({ holder: account, kind: 'package', about: key }) as const;

const truthOf = (account: NameKey, key: PackageKey): Truth => ({ table: 'packages', ...ownerKey(key, account) });
