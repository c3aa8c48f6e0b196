import { type Page, pageOf } from '../storage/pages.ts';
import type { TableName, Tables } from '../storage/tables.ts';
import { type AuditEntry, auditPrefix, isVoid, storedEntry } from './audit-entry.ts';

/**
 * The committed changes of a partition, the newest first: operation ids run backwards in time. The steps of a deletion lie
 * where it began and are sorted in by when they were taken: exact within one answer of a hundred, not across two.
 */
export async function page(
  tables: Tables,
  table: TableName,
  partition: string,
  after: string | undefined,
): Promise<Page<AuditEntry>> {
  const rows = await pageOf(tables, table, { partition, prefix: auditPrefix }, after);
  const entries = rows.items.filter((row) => !isVoid(row)).map(storedEntry);
  return { ...rows, items: entries.toSorted((a, b) => b.at.getTime() - a.at.getTime()) };
}

/** All of them, the newest first. One request for a hundred. */
export async function whole(tables: Tables, table: TableName, partition: string): Promise<readonly AuditEntry[]> {
  const entries: AuditEntry[] = [];
  let after: string | undefined;
  do {
    const { items, next } = await page(tables, table, partition, after);
    entries.push(...items);
    after = next;
  } while (after !== undefined);
  return entries;
}
