import type { Services } from '../services.ts';
import { rowsIn } from '../storage/rows-in.ts';
import type { StoredRow, TableName } from '../storage/tables.ts';
import type { PartitionRows } from './finding.ts';
import type { KeyRange } from './key-ranges.ts';

/** What may be spent on each table. */
export interface Limits {
  readonly mostRows: number;
  readonly milliseconds: number;
}

export const unlimited: Limits = { mostRows: Number.POSITIVE_INFINITY, milliseconds: Number.POSITIVE_INFINITY };

/**
 * Whole partitions, one after the other, however pages cut them. Where the limits end it, with time for whoever looks at
 * them counted, `counts` tells; the partition that it ended in is left out.
 */
export async function* partitionsWithin(
  { tables, clock }: Services,
  table: TableName,
  ranges: readonly KeyRange[],
  { mostRows, milliseconds }: Limits,
  counts: { truncated: number },
): AsyncGenerator<PartitionRows, void> {
  const until = clock.monotonic() + milliseconds;
  let looked = 0;
  for (const range of ranges) {
    let rows: StoredRow[] = [];
    for await (const row of rowsIn(tables, table, range)) {
      if (looked === mostRows || clock.monotonic() >= until) {
        counts.truncated = 1;
        return;
      }
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
}
