import { type Page, pageOf, sectionRange } from '../storage/pages.ts';
import { rowsIn } from '../storage/rows-in.ts';
import type { StoredRow, TableName, Tables } from '../storage/tables.ts';
import { type AuditEntry, auditPrefix, isVoid, storedEntry } from './audit-entry.ts';

/**
 * The committed changes of a partition, the newest first: operation ids run backwards in time. The steps of a deletion lie
 * where it began, and are sorted by when they were taken: within one answer of a hundred, not across two.
 */
export async function page(
  tables: Tables,
  table: TableName,
  partition: string,
  after: string | undefined,
): Promise<Page<AuditEntry>> {
  const rows = await pageOf(tables, table, { partition, prefix: auditPrefix }, after);
  return { ...rows, items: entriesOf(rows.items) };
}

/** All of them, the newest first. One request for a thousand. */
export async function whole(tables: Tables, table: TableName, partition: string): Promise<readonly AuditEntry[]> {
  const rows = await Array.fromAsync(rowsIn(tables, table, sectionRange({ partition, prefix: auditPrefix })));
  return entriesOf(rows);
}

function entriesOf(rows: readonly StoredRow[]): readonly AuditEntry[] {
  const entries = rows.filter((row) => !isVoid(row)).map(storedEntry);
  return entries.toSorted((a, b) => b.at.getTime() - a.at.getTime());
}
