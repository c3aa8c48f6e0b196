import type { Key, TableName, Tables } from './tables.ts';

/** The most actions a transaction takes, and the rows of a page. */
const batchRows = 100;
const pageRows = 1000;
/** The most one tick removes from a table; the next tick goes on. */
const mostPages = 50;
/** How often a partition is listed again because another process is removing the same rows. */
const relistTries = 3;

/**
 * Removes every row in the partitions below `bucket`: one list request per thousand rows, one transaction per hundred
 * rows of a partition, however many rows live elsewhere in the table.
 *
 * Source: ASSURANCE 5, "clean-up".
 * @returns how many rows this call removed.
 */
export async function removeOverdue(tables: Tables, table: TableName, bucket: string): Promise<number> {
  let removed = 0;
  let waiting: readonly Key[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    // Buckets are named by digits, so everything overdue lies from '0' on.
    const range = { partitionFrom: '0', partitionBelow: bucket };
    const { rows, next } = await tables.list(table, range, { limit: pageRows, select: [], cursor });
    cursor = next;
    const batches = batchesOf([...waiting, ...rows]);
    const last = batches.at(-1);
    // A batch that a further page may fill waits for it.
    waiting = next !== undefined && last && last.length < batchRows ? (batches.pop() ?? []) : [];
    for (const batch of batches) removed += await removeBatch(tables, table, batch);
    if (next === undefined) break;
  }
  for (const batch of batchesOf(waiting)) removed += await removeBatch(tables, table, batch);
  return removed;
}

/** At most a hundred keys of one partition each, in the order given. */
function batchesOf(keys: readonly Key[]): Key[][] {
  const batches: Key[][] = [];
  for (const { partition, row } of keys) {
    const last = batches.at(-1);
    if (last && last.length < batchRows && last[0]?.partition === partition) last.push({ partition, row });
    else batches.push([{ partition, row }]);
  }
  return batches;
}

/** One refused because a row is already gone is listed again: another process is at work on the same partition. */
async function removeBatch(tables: Tables, table: TableName, batch: readonly Key[]): Promise<number> {
  let keys = batch;
  for (let tries = 0; keys.length > 0 && tries < relistTries; tries += 1) {
    const outcome = await tables.transact(
      table,
      keys.map(({ partition, row }) => ({ kind: 'remove', key: { partition, row } })),
    );
    if (outcome === 'done') return keys.length;
    const partition = keys[0]?.partition ?? '';
    keys = (await tables.list(table, { partition }, { limit: batchRows, select: [] })).rows;
  }
  return 0;
}
