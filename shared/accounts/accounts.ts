import type { AuditEntry } from '../audit/audit-entry.ts';
import { decideAndCommit, type Place, type Unchanged } from '../audit/decide.ts';
import type { NameKey } from '../names/name-key.ts';
import type { Services } from '../services.ts';
import { rootKey, rootRow, type Stored, storedAccount, type User } from './account.ts';

/** The account whose names have this key, living or retired. One request. */
export async function read({ tables }: Services, key: NameKey): Promise<Stored | undefined> {
  const row = await tables.read('accounts', rootKey(key));
  return row && storedAccount(row);
}

/** An account as the place of a decision. */
export function placeOf(
  services: Services,
  key: NameKey,
  { refusesByRows = false }: { refusesByRows?: boolean } = {},
): Place<Stored> {
  return {
    table: 'accounts',
    partition: key,
    readRoot: () => read(services, key),
    confirm: async ({ value, etag }) => (await services.tables.replace('accounts', rootRow(value), etag)) === 'done',
    refusesByRows,
  };
}

/** The outcome of a decision about a user: a change of the root with its entry, or nothing to write. */
export type Decision<T> = { readonly user: User; readonly entry: AuditEntry; readonly result: T } | Unchanged<T>;

/**
 * Changes a user's root and nothing else. `decide` sees undefined where there is no account, and may throw a
 * `Problem`. `known` saves the first read.
 */
export async function change<T>(
  services: Services,
  key: NameKey,
  decide: (root: Stored | undefined) => Decision<T>,
  known?: Stored,
): Promise<T> {
  return await decideAndCommit<Stored, T>(
    services,
    placeOf(services, key),
    (root) => {
      const decision = decide(root);
      if (!('user' in decision)) return decision;
      if (!root) throw new Error('A decision changed an account that is not there');
      return { root: rootRow(decision.user), entry: decision.entry, result: decision.result };
    },
    known,
  );
}
