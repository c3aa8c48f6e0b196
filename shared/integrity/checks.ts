import { UnreadableRow } from '../storage/row-codec.ts';
import { type TableName, Unanswered } from '../storage/tables.ts';
import { accountCheck } from './account-check.ts';
import { deletionCheck } from './deletion-check.ts';
import { type Check, type Finding, findingsOf, nameOf, type PartitionRows, type ReadRow } from './finding.ts';
import { organizationCheck } from './organization-check.ts';
import { packageCheck } from './package-check.ts';
import { pointerCheck } from './pointer-check.ts';

/** Everything that is checked. A feature with rows of its own adds a line. */
const checks: readonly Check[] = [accountCheck, organizationCheck, packageCheck, deletionCheck, pointerCheck];

export const checkedTables: readonly TableName[] = ['accounts', 'packages', 'identities'];

/** What is wrong in one partition of `table`, each thing once. */
export async function findingsIn(
  table: TableName,
  given: PartitionRows,
  read: ReadRow,
  now: Date,
): Promise<readonly Finding[]> {
  const own = checks.filter((check) => check.table === table);
  const found = (await Promise.all(own.map((check) => findingsBy(check, given, read, now)))).flat();
  return [...new Map(found.map((finding) => [nameOf(finding), finding])).values()];
}

/** What one check cannot read is a finding: it hides neither what the others find nor any partition behind this one. */
async function findingsBy(
  { table, check }: Check,
  given: PartitionRows,
  read: ReadRow,
  now: Date,
): Promise<readonly Finding[]> {
  try {
    return await check(given, read, now);
  } catch (fault) {
    if (fault instanceof Unanswered) throw fault;
    const found = findingsOf(table, given.partition);
    if (!(fault instanceof UnreadableRow)) return [{ ...found('unreadable', '*', 'cannot be checked'), cause: fault }];
    const { partition, row } = fault.place;
    return partition === given.partition
      ? [found('unreadable', row, 'cannot be read')]
      : [found('unreadable', '*', 'rests on a row elsewhere that cannot be read')];
  }
}
