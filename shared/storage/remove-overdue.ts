import { batchesOf, batchRows, removeBatch } from './row-batches.ts';
import { rowsIn } from './rows-in.ts';
import type { Key, TableName, Tables } from './tables.ts';

/** The most one tick removes from a table; the next tick goes on. */
const mostRows = 50_000;
/** How often a partition is listed anew because another process is removing the same rows. */
const relistTries = 3;

/**
 * Removes every row in the partitions below `bucket`: one list request per thousand rows, one transaction per hundred
 * rows of a partition, however many rows live elsewhere in the table.
 *
 * Source: ASSURANCE 5, "clean-up".
 * @returns how many rows this call removed.
 */
export async function removeOverdue(tables: Tables, table: TableName, bucket: string): Promise<number> {
  // Buckets are named by digits, so everything overdue lies from '0' on.
  const range = { partitionFrom: '0', partitionBelow: bucket };
  let looked = 0;
  let removed = 0;
  for await (const batch of batchesOf(rowsIn(tables, table, range, { select: [] }))) {
    removed += await removeOrRelist(tables, table, batch);
    looked += batch.length;
    if (looked >= mostRows) break;
  }
  return removed;
}

/** One refused because a row is already gone is listed again: another process is at work on the same partition. */
async function removeOrRelist(tables: Tables, table: TableName, batch: readonly Key[]): Promise<number> {
  let keys = batch;
  for (let tries = 0; keys.length > 0 && tries < relistTries; tries += 1) {
    if (await removeBatch(tables, table, keys)) return keys.length;
    const partition = keys[0]?.partition ?? '';
    keys = (await tables.list(table, { partition }, { limit: batchRows, select: [] })).rows;
  }
  return 0;
}
