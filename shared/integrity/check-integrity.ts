import { turnsOf } from '../in-turns.ts';
import type { Services } from '../services.ts';
import { rowsIn } from '../storage/rows-in.ts';
import type { TableName } from '../storage/tables.ts';
import { checkedTables, findingsIn } from './checks.ts';
import { type Finding, nameOf, type PartitionRows } from './finding.ts';
import type { KeyRange } from './key-ranges.ts';
import { type Limits, partitionsWithin } from './partitions-within.ts';

export interface IntegrityCounts {
  readonly partitions: number;
  readonly findings: number;
  /** 1 where a table had more rows than its limits allow: the rest was not looked at. */
  readonly truncated: number;
}

/**
 * Checks every partition in some key ranges against the invariants, and reports each place where one does not hold.
 *
 * The rows of a change in two partitions are read at two moments, so what looks wrong is looked at once more: a finding
 * is what was found twice. Nothing is written.
 */
export async function checkIntegrity(
  services: Services,
  ranges: readonly KeyRange[],
  limits: Limits,
  report: (finding: Finding) => void,
): Promise<IntegrityCounts> {
  const counts = { partitions: 0, findings: 0, truncated: 0 };
  for (const table of checkedTables) {
    const partitions = partitionsWithin(services, table, ranges, limits, counts);
    for await (const turn of turnsOf(partitions, (partition) => lastingFindings(services, table, partition))) {
      counts.partitions += turn.length;
      for (const finding of turn.flat()) {
        counts.findings += 1;
        report(finding);
      }
    }
  }
  return counts;
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
