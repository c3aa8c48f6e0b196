import type { LivingAccount, Stored } from '../accounts/account.ts';
import { activeAccount } from '../accounts/active-account.ts';
import type { OperationId } from '../audit/operation.ts';
import { announce } from '../hints/announce.ts';
import type { Announcement } from '../hints/hint.ts';
import type { Services } from '../services.ts';
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
      place: { holder: holder.key, kind: 'package', about: key },
      announcement,
      truth: { table: 'packages', ...ownerKey(key, holder.key) },
      root: holder,
      admit: (root) => activeAccount(root).value,
    },
    operation,
  );
}
