import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import type { Action, Row, TableName } from '../storage/tables.ts';
import type { AuditEntry } from './audit-entry.ts';
import { commit } from './commit.ts';
import { newOperation, type OperationId } from './operation.ts';

/** How often a decision is made again because somebody else changed the root first; then 503 `busy`. */
export const decisionTries = 5;

/** Somebody else was first in every try. */
export function changedTooOften(): Problem {
  return new Problem('busy', 'The same thing is being changed from several places at once. Please try again.');
}

/** The partition a decision changes, by its root. */
export interface Place<R> {
  readonly table: TableName;
  readonly partition: string;
  /** One request. */
  readRoot(): Promise<R | undefined>;
  /**
   * Whether the root is still as it was read. It is swapped for itself, so that whatever was sent on an earlier reading of
   * it, and given up, never commits. One request, and no audit entry, for nothing changes.
   */
  confirm(root: R): Promise<boolean>;
  /**
   * Whether a refusal rests on further rows. It is then believed only if the root is still as it was read before them:
   * otherwise what was read first and what was read last may never have been true together.
   */
  readonly refusesByRows: boolean;
}

/** Nothing to write: things are as they should be. */
export interface Unchanged<T> {
  readonly result: T;
  /** Where the caller may have sent the opposite before, and never heard what became of it: it must not come true now. */
  readonly confirms?: boolean;
}

/** The outcome of a decision. */
export type Decision<T> =
  /** A change: what becomes of the root, of further rows, and the entry. `operation` where the change was announced. */
  | {
      readonly root: Row;
      readonly rows?: readonly Action[];
      readonly entry: AuditEntry;
      readonly operation?: OperationId;
      readonly result: T;
    }
  | Unchanged<T>
  /** What was read is out of date by now. */
  | 'again';

/**
 * Changes a partition by compare-and-swap: reads its root, lets `decide` say what becomes of it, writes all in one
 * transaction that swaps the root's ETag (or inserts a root where there is none), and begins again when somebody else
 * was first. `decide` reads whatever further rows it needs once the root is in hand, and may throw a `Problem`.
 * The operation it is given stays the same through all tries until that one is known never to commit.
 *
 * Source: DESIGN 4.1.
 * @param known saves the first read.
 */
export async function decideAndCommit<R extends { readonly etag: string }, T>(
  services: Services,
  place: Place<R>,
  decide: (root: R | undefined, operation: OperationId) => Promise<Decision<T>> | Decision<T>,
  known?: R,
): Promise<T> {
  let operation = newOperation(services);
  const first = known ?? (await place.readRoot());
  let root = first;
  for (let tries = 0; tries < decisionTries; tries += 1) {
    let decision: Decision<T>;
    try {
      decision = await decide(root, operation);
    } catch (error) {
      if (!(error instanceof Problem) || !place.refusesByRows) throw error;
      const now = await place.readRoot();
      if (now?.etag === root?.etag) throw error;
      root = now;
      continue;
    }
    if (decision !== 'again') {
      const outcome =
        'root' in decision
          ? await write(services, place, root, decision, operation)
          : await confirm(place, root, first, decision);
      if (outcome === 'settled') return decision.result;
      if (outcome === 'void') operation = newOperation(services);
    }
    root = await place.readRoot();
  }
  throw changedTooOften();
}

/** Where somebody else has swapped the root since the first reading, whatever was sent before that is refused already. */
async function confirm<R extends { readonly etag: string }>(
  place: Place<R>,
  root: R | undefined,
  first: R | undefined,
  { confirms }: Unchanged<unknown>,
): Promise<'settled' | 'refused'> {
  const isSettled = !confirms || !root || root.etag !== first?.etag || (await place.confirm(root));
  return isSettled ? 'settled' : 'refused';
}

async function write<R extends { readonly etag: string }, T>(
  { tables }: Services,
  place: Place<R>,
  root: R | undefined,
  decision: Extract<Decision<T>, { readonly root: Row }>,
  operation: OperationId,
): Promise<'settled' | 'refused' | 'void'> {
  const outcome = await commit(tables, {
    table: place.table,
    partition: place.partition,
    operation: decision.operation ?? operation,
    root: root ? { kind: 'replace', row: decision.root, etag: root.etag } : { kind: 'insert', row: decision.root },
    rows: decision.rows ?? [],
    entry: decision.entry,
  });
  return outcome === 'committed' ? 'settled' : outcome;
}
