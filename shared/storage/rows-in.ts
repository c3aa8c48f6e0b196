import type { ListOptions, Range, StoredRow, TableName, Tables } from './tables.ts';

/** Every row of a range, in the order of the keys. A page is asked for when the rows before it are used up. */
export async function* rowsIn(
  tables: Tables,
  table: TableName,
  range: Range,
  options: Omit<ListOptions, 'cursor'> = {},
): AsyncGenerator<StoredRow, void> {
  let cursor: string | undefined;
  do {
    const { rows, next } = await tables.list(table, range, { ...options, cursor });
    yield* rows;
    cursor = next;
  } while (cursor !== undefined);
}
