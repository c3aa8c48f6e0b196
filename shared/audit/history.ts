import { type Page, pageOf } from '../storage/pages.ts';
import type { TableName, Tables } from '../storage/tables.ts';
import { type AuditEntry, auditPrefix, isVoid, storedEntry } from './audit-entry.ts';

/** The committed changes of a partition, the newest first: operation ids run backwards in time. */
export async function history(
  tables: Tables,
  table: TableName,
  partition: string,
  after: string | undefined,
): Promise<Page<AuditEntry>> {
  const page = await pageOf(tables, table, { partition, prefix: auditPrefix }, after);
  return { ...page, items: page.items.filter((row) => !isVoid(row)).map(storedEntry) };
}
