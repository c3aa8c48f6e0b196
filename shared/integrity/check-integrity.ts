import type { Services } from '../services.ts';
import type { StoredRow, TableName } from '../storage/tables.ts';
import { checkedTables, findingsIn, partitionsOf } from './checks.ts';
import type { Finding, PartitionRows } from './finding.ts';
import { removeIfIdle } from './idle-pointers.ts';
import type { KeyRange } from './key-ranges.ts';

const pageRows = 1000;

export interface IntegrityCounts {
  readonly partitions: number;
  readonly findings: number;
  /** Pointers that led nowhere and are gone. */
  readonly removed: number;
  /** 1 if a table had more than `mostPages`: the rest was not looked at. */
  readonly truncated: number;
}

/**
 * Checks every partition in a key range against the invariants, and reports each place where one does not hold.
 *
 * The rows of a change in two partitions are read at two moments, so whatever looks wrong is looked at once more: a
 * finding is what was found twice. Nothing is mended except what the rules of announcements allow to be removed.
 *
 * @param mostPages of a table, of 1,000 rows each
 */
export async function checkIntegrity(
  services: Services,
  range: KeyRange,
  mostPages: number,
  report: (finding: Finding) => void,
): Promise<IntegrityCounts> {
  const counts = { partitions: 0, findings: 0, removed: 0, truncated: 0 };
  for (const table of checkedTables) {
    for await (const partition of partitionsIn(services, table, range, mostPages)) {
      if (partition === 'truncated') {
        counts.truncated = 1;
        break;
      }
      counts.partitions += 1;
      for (const finding of await lastingFindings(services, table, partition)) {
        counts.findings += 1;
        report(finding);
      }
      if (table === 'identities' && (await removeIfIdle(services, partition))) counts.removed += 1;
    }
  }
  return counts;
}

/** Whole partitions, one after the other, however pages cut them. */
async function* partitionsIn(
  { tables }: Services,
  table: TableName,
  range: KeyRange,
  mostPages: number,
): AsyncGenerator<PartitionRows | 'truncated'> {
  let waiting: readonly StoredRow[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const { rows, next } = await tables.list(table, range, { limit: pageRows, cursor });
    const partitions = partitionsOf([...waiting, ...rows]);
    // The last one may continue on the next page.
    waiting = next === undefined ? [] : (partitions.pop()?.rows ?? []);
    yield* partitions;
    if (next === undefined) return;
    cursor = next;
  }
  yield 'truncated';
}

async function lastingFindings(
  services: Services,
  table: TableName,
  given: PartitionRows,
): Promise<readonly Finding[]> {
  const { tables, clock } = services;
  const first = await findingsIn(table, given, tables.read, clock.now());
  if (first.length === 0) return [];
  const rows = await rowsOf(services, table, given.partition);
  const again = new Set((await findingsIn(table, { ...given, rows }, tables.read, clock.now())).map(nameOf));
  return first.filter((finding) => again.has(nameOf(finding)));
}

async function rowsOf({ tables }: Services, table: TableName, partition: string): Promise<StoredRow[]> {
  const all: StoredRow[] = [];
  let cursor: string | undefined;
  do {
    const { rows, next } = await tables.list(table, { partition }, { limit: pageRows, cursor });
    all.push(...rows);
    cursor = next;
  } while (cursor !== undefined);
  return all;
}

function nameOf({ invariant, row, detail }: Finding): string {
  return `${invariant} ${row} ${detail}`;
}
