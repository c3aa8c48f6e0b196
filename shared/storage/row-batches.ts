import type { Key, TableName, Tables } from './tables.ts';

/** A transaction takes so many actions. */
export const batchRows = 100;

/** At most a hundred keys of one partition each, in the order given. */
export async function* batchesOf(keys: AsyncIterable<Key>): AsyncGenerator<readonly Key[], void> {
  let batch: Key[] = [];
  for await (const { partition, row } of keys) {
    if (batch[0] && batch[0].partition !== partition) {
      yield batch;
      batch = [];
    }
    batch.push({ partition, row });
    if (batch.length === batchRows) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

/** One transaction. @returns false when a row is gone already, and then none was removed: another process is at work. */
export async function removeBatch(tables: Tables, table: TableName, batch: readonly Key[]): Promise<boolean> {
  return (
    (await tables.transact(
      table,
      batch.map((key) => ({ kind: 'remove', key })),
    )) === 'done'
  );
}
