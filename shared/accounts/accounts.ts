import type { AuditEntry } from '../audit/audit-entry.ts';
import { commit } from '../audit/commit.ts';
import { newOperation } from '../audit/operation.ts';
import type { NameKey } from '../names/name-key.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import { rootKey, rootRow, type Stored, storedAccount, type User } from './account.ts';

/** How often a decision is made anew because somebody else changed the root first; then 503 `busy`. */
export const decisionTries = 5;

/** The account whose names have this key, living or retired. One request. */
export async function read({ tables }: Services, key: NameKey): Promise<Stored | undefined> {
  const row = await tables.read('accounts', rootKey(key));
  return row && storedAccount(row);
}

/** What a decision comes to: a change of the root with its entry, or nothing to write. */
export type Decision<T> =
  | { readonly user: User; readonly entry: AuditEntry; readonly result: T }
  | { readonly result: T };

/**
 * Changes a root by compare-and-swap: reads it, lets `decide` say what becomes of it, writes both in one transaction,
 * and begins again when somebody else was first. `decide` sees undefined where there is no account, and may throw a
 * `Problem`. `known` spares the first read.
 *
 * Source: DESIGN 4.1.
 */
export async function change<T>(
  services: Services,
  key: NameKey,
  decide: (root: Stored | undefined) => Decision<T>,
  known?: Stored,
): Promise<T> {
  let operation = newOperation(services);
  for (let attempt = 0; attempt < decisionTries; attempt += 1) {
    const root = attempt === 0 && known ? known : await read(services, key);
    const decision = decide(root);
    if (!('user' in decision)) return decision.result;
    if (!root) throw new Error('A decision changed an account that is not there');
    const outcome = await commit(services.tables, {
      table: 'accounts',
      partition: key,
      operation,
      root: { kind: 'replace', row: rootRow(decision.user), etag: root.etag },
      entry: decision.entry,
    });
    if (outcome === 'committed') return decision.result;
    if (outcome === 'void') operation = newOperation(services);
  }
  throw new Problem('busy', 'This account is being changed from several places at once. Please try again.');
}
