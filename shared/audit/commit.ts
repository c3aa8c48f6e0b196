import { type Action, outcomeOf, type TableName, type Tables, Unanswered } from '../storage/tables.ts';
import { type AuditEntry, auditKey, insertAuditRow, isVoid, voidRow } from './audit-entry.ts';
import type { OperationId } from './operation.ts';

/** One change of one partition. The root comes first in the transaction and the audit row last. */
export interface Change {
  readonly table: TableName;
  readonly partition: string;
  readonly operation: OperationId;
  /** Inserts the root or swaps its ETag: every decision rests on it. */
  readonly root: Extract<Action, { kind: 'insert' | 'replace' }>;
  readonly rows?: readonly Action[];
  readonly entry: AuditEntry;
}

/** The change as one transaction that carries its audit row. */
export function actionsOf(change: Change): readonly Action[] {
  return [change.root, ...(change.rows ?? []), insertAuditRow(change.partition, change.operation, change.entry)];
}

/**
 * Writes a change and says what became of it: `refused` means decide again, `void` means decide again under a new
 * operation id.
 *
 * The SDK resends after a lost answer, so a refusal may be about our own write, and silence may hide a success. In
 * each case the audit row tells: it is there exactly when the change is.
 *
 * Source: DESIGN 4.1, rule 2.
 * @throws Unanswered when nothing can be known; a repeated request then continues.
 */
export async function commit(tables: Tables, change: Change): Promise<'committed' | 'refused' | 'void'> {
  const outcome = await outcomeOf(tables.transact(change.table, actionsOf(change)));
  if (outcome === 'done') return 'committed';
  const proof = await tables.read(change.table, auditKey(change.partition, change.operation));
  if (proof) return isVoid(proof) ? 'void' : 'committed';
  if (outcome instanceof Unanswered) throw outcome;
  return 'refused';
}

/**
 * Makes sure that an announced operation never commits, however late its write or however long its process sleeps.
 * `ruled-out` is final; `settled` means that it had already committed, or was already void: read the truth again.
 *
 * Source: DESIGN 4.1, rule 4.
 */
export async function ruleOut(
  tables: Tables,
  table: TableName,
  partition: string,
  operation: OperationId,
): Promise<'ruled-out' | 'settled'> {
  const outcome = await tables.insert(table, voidRow(partition, operation));
  return outcome === 'done' ? 'ruled-out' : 'settled';
}
