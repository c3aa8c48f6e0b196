import type { Services } from '../services.ts';
import { rowsIn } from '../storage/rows-in.ts';
import type { StoredRow, TableName } from '../storage/tables.ts';
import { checkedTables, findingsIn } from './checks.ts';
import { type Finding, nameOf, type PartitionRows } from './finding.ts';
import type { KeyRange } from './key-ranges.ts';

export interface IntegrityCounts {
  readonly partitions: number;
  readonly findings: number;
  /** 1 where there were more than `mostRows` of a table: the rest was not looked at. */
  readonly truncated: number;
}

/**
 * Checks every partition in a key range against the invariants, and reports each place where one does not hold.
 *
 * The rows of a change in two partitions are read at two moments, so what looks wrong is looked at once more: a finding
 * is what was found twice. Nothing is written.
 *
 * @param mostRows of each table
 */
export async function checkIntegrity(
  services: Services,
  range: KeyRange,
  mostRows: number,
  report: (finding: Finding) => void,
): Promise<IntegrityCounts> {
  const counts = { partitions: 0, findings: 0, truncated: 0 };
  for (const table of checkedTables) {
    for await (const partition of partitionsIn(services, table, range, mostRows)) {
      if (partition === 'truncated') {
        counts.truncated = 1;
        break;
      }
      counts.partitions += 1;
      for (const finding of await lastingFindings(services, table, partition)) {
        counts.findings += 1;
        report(finding);
      }
    }
  }
  return counts;
}

/** Whole partitions, one after the other, however pages cut them. */
async function* partitionsIn(
  { tables }: Services,
  table: TableName,
  range: KeyRange,
  mostRows: number,
): AsyncGenerator<PartitionRows | 'truncated', void> {
  let looked = 0;
  let rows: StoredRow[] = [];
  for await (const row of rowsIn(tables, table, range)) {
    if (looked === mostRows) return yield 'truncated';
    looked += 1;
    const partition = rows[0]?.partition ?? row.partition;
    if (partition !== row.partition) {
      yield { partition, rows };
      rows = [];
    }
    rows.push(row);
  }
  if (rows[0]) yield { partition: rows[0].partition, rows };
}

async function lastingFindings(
  services: Services,
  table: TableName,
  given: PartitionRows,
): Promise<readonly Finding[]> {
  const { tables, clock } = services;
  const first = await findingsIn(table, given, tables.read, clock.now());
  if (first.length === 0) return [];
  const rows = await Array.fromAsync(rowsIn(tables, table, { partition: given.partition }));
  const again = new Set((await findingsIn(table, { ...given, rows }, tables.read, clock.now())).map(nameOf));
  return first.filter((finding) => again.has(nameOf(finding)));
}
