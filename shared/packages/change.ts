import type { AuditEntry } from '../audit/audit-entry.ts';
import { decideAndCommit, type Unchanged } from '../audit/decide.ts';
import type { OperationId } from '../audit/operation.ts';
import type { Services } from '../services.ts';
import type { Action } from '../storage/tables.ts';
import { type Package, rootRow, type StoredPackage } from './package.ts';
import type { PackageKey } from './package-id.ts';
import { keyOf, packageIn, placeOf } from './packages.ts';

/** The outcome of a decision about a package; see `Decision` in `audit/decide.ts`. */
export type Decision<T> =
  | {
      readonly package: Package;
      readonly rows: readonly Action[];
      readonly entry: AuditEntry;
      readonly operation?: OperationId;
      readonly result: T;
    }
  | Unchanged<T>
  | 'again';

/**
 * Changes a package that exists. Who owns it, how many they are, and the effect are one atomic step: `decide` reads the
 * rows it needs after the root, and the root's ETag holds them together. The right to act through an organization lies
 * in another partition, and is taken as this request read it.
 */
export async function change<T>(
  services: Services,
  id: string,
  decide: (current: Package, key: PackageKey, operation: OperationId) => Promise<Decision<T>>,
): Promise<T> {
  const key = keyOf(id);
  return await decideAndCommit<StoredPackage, T>(
    services,
    placeOf(services, key, { refusesByRows: true }),
    async (root, operation) => {
      const decision = await decide(packageIn(root), key, operation);
      if (decision === 'again' || !('package' in decision)) return decision;
      const { package: changed, ...rest } = decision;
      return { ...rest, root: rootRow(key, changed) };
    },
  );
}
