import { type Organization, rootRow, type Stored } from '../accounts/account.ts';
import * as accounts from '../accounts/accounts.ts';
import type { AuditEntry } from '../audit/audit-entry.ts';
import { decideAndCommit, type Unchanged } from '../audit/decide.ts';
import type { OperationId } from '../audit/operation.ts';
import type { NameKey } from '../names/name-key.ts';
import type { Services } from '../services.ts';
import type { Action } from '../storage/tables.ts';
import { keyOf, organizationIn } from './standing.ts';

/** The outcome of a decision about an organization; see `Decision` in `audit/decide.ts`. */
export type Decision<T> =
  | {
      readonly organization: Organization;
      readonly rows: readonly Action[];
      readonly entry: AuditEntry;
      readonly operation?: OperationId;
      readonly result: T;
    }
  | Unchanged<T>
  | 'again';

/**
 * Changes an organization that exists. Who is an administrator, how many there are, whether it is closed, and the
 * effect are one atomic step: `decide` reads the rows it needs after the root, and the root's ETag holds them together.
 */
export async function change<T>(
  services: Services,
  name: string,
  decide: (organization: Organization, key: NameKey, operation: OperationId) => Promise<Decision<T>>,
): Promise<T> {
  const key = keyOf(name);
  return await decideAndCommit<Stored, T>(
    services,
    accounts.placeOf(services, key, { refusesByRows: true }),
    async (root, operation) => {
      const decision = await decide(organizationIn(root).value, key, operation);
      if (decision === 'again' || !('organization' in decision)) return decision;
      const { organization, ...rest } = decision;
      return { ...rest, root: rootRow(organization) };
    },
  );
}
