import type { StoredRow, TableName } from '../storage/tables.ts';
import { deletionCheck } from './deletion-check.ts';
import type { Check, Finding, PartitionRows, ReadRow } from './finding.ts';
import { organizationCheck } from './organization-check.ts';
import { packageCheck } from './package-check.ts';
import { userCheck } from './user-check.ts';

/** Everything that is checked. A feature with rows of its own adds a line. */
const checks: readonly Check[] = [userCheck, organizationCheck, packageCheck, deletionCheck];

export const checkedTables: readonly TableName[] = ['accounts', 'packages', 'identities'];

/** What is wrong in one partition of `table`. */
export async function findingsIn(
  table: TableName,
  given: PartitionRows,
  read: ReadRow,
  now: Date,
): Promise<readonly Finding[]> {
  const own = checks.filter((check) => check.table === table);
  return (await Promise.all(own.map(({ check }) => check(given, read, now)))).flat();
}

/** Rows in key order, grouped by partition. */
export function partitionsOf(rows: readonly StoredRow[]): PartitionRows[] {
  const partitions = new Map<string, StoredRow[]>();
  for (const row of rows) {
    const own = partitions.get(row.partition);
    if (own) own.push(row);
    else partitions.set(row.partition, [row]);
  }
  return [...partitions].map(([partition, own]) => ({ partition, rows: own }));
}
