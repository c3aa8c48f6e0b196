import * as z from 'zod';
import { type Page, pageOf } from '../storage/pages.ts';
import type { StoredRow, TableName, Tables } from '../storage/tables.ts';
import { type AuditEntry, auditEntry, auditPrefix } from './audit-entry.ts';
import { isOperationId } from './operation.ts';

/** Where a history goes on: after the last entry that was shown. To whoever asks it is a text to hand back. */
export const HistoryQuery = z.object({
  cursor: z.string().refine(isOperationId, 'is not a cursor that this service gave out').optional(),
});

/** The committed changes of one root, the newest first: operation ids run backwards in time. */
export async function page(
  tables: Tables,
  table: TableName,
  partition: string,
  after: string | undefined,
): Promise<Page<AuditEntry>> {
  const found = await pageOf(tables, table, { partition, prefix: auditPrefix }, after);
  return { ...found, items: entriesOf(found.items) };
}

/** All changes of one root, newest first. One request for a thousand of them. */
export async function whole(tables: Tables, table: TableName, partition: string): Promise<readonly AuditEntry[]> {
  const entries: AuditEntry[] = [];
  let cursor: string | undefined;
  do {
    const { rows, next } = await tables.list(
      table,
      { partition, rowFrom: auditPrefix, rowBelow: 'audit;' },
      { cursor },
    );
    entries.push(...entriesOf(rows));
    cursor = next;
  } while (cursor !== undefined);
  return entries;
}

function entriesOf(rows: readonly StoredRow[]): readonly AuditEntry[] {
  return rows.map(auditEntry).filter((entry) => entry !== undefined);
}
