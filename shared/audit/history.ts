import * as z from 'zod';
import type { StoredRow, TableName, Tables } from '../storage/tables.ts';
import { type AuditEntry, auditEntry } from './audit-entry.ts';
import { isOperationId, type OperationId } from './operation.ts';

/** A page of a history as a person gets it. */
const pageEntries = 100;

/** Where a history goes on: after the last entry that was shown. To whoever asks it is a text to hand back. */
export const HistoryQuery = z.object({
  cursor: z.string().refine(isOperationId, 'is not a cursor that this service gave out').optional(),
});

export interface HistoryPage {
  readonly entries: readonly AuditEntry[];
  /** Present when there may be more. */
  readonly next?: OperationId;
}

/** The changes of one root, newest first. One request for a hundred of them, where storage gives full pages. */
export async function page(
  tables: Tables,
  table: TableName,
  partition: string,
  after?: OperationId,
): Promise<HistoryPage> {
  const entries: AuditEntry[] = [];
  let last: OperationId | undefined;
  let cursor: string | undefined;
  do {
    const { rows, next } = await tables.list(table, rangeOf(partition, after), {
      limit: pageEntries - entries.length,
      cursor,
    });
    entries.push(...entriesOf(rows));
    last = operationOf(rows.at(-1)) ?? last;
    cursor = next;
  } while (cursor !== undefined && entries.length < pageEntries);
  return { entries, ...(cursor !== undefined && last !== undefined && { next: last }) };
}

/** All changes of one root, newest first. One request for a thousand of them. */
export async function whole(tables: Tables, table: TableName, partition: string): Promise<readonly AuditEntry[]> {
  const entries: AuditEntry[] = [];
  let cursor: string | undefined;
  do {
    const { rows, next } = await tables.list(table, rangeOf(partition), { cursor });
    entries.push(...entriesOf(rows));
    cursor = next;
  } while (cursor !== undefined);
  return entries;
}

/** Operation ids have one length, so what follows one with a character added follows the id itself. */
function rangeOf(partition: string, after?: OperationId) {
  return { partition, rowFrom: after === undefined ? 'audit:' : `audit:${after}!`, rowBelow: 'audit;' };
}

function entriesOf(rows: readonly StoredRow[]): readonly AuditEntry[] {
  return rows.map(auditEntry).filter((entry) => entry !== undefined);
}

function operationOf(row: StoredRow | undefined): OperationId | undefined {
  return row && (row.row.slice('audit:'.length) as OperationId);
}
