import type { TableName } from '../storage/tables.ts';
import { accountCheck } from './account-check.ts';
import { deletionCheck } from './deletion-check.ts';
import type { Check, Finding, PartitionRows, ReadRow } from './finding.ts';
import { organizationCheck } from './organization-check.ts';
import { packageCheck } from './package-check.ts';

/** Everything that is checked. A feature with rows of its own adds a line. */
const checks: readonly Check[] = [accountCheck, organizationCheck, packageCheck, deletionCheck];

export const checkedTables: readonly TableName[] = ['accounts', 'packages'];

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
