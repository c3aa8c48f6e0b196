import type { Column, Key, Refusal, Row, StoredRow, Tables } from '../../../shared/storage/tables.ts';
import type { StoredEntity } from './entity.ts';
import { TableError } from './table-error.ts';
import type { TableStore, Write } from './table-store.ts';

const refusals: Readonly<Record<string, Refusal>> = {
  EntityAlreadyExists: 'exists',
  UpdateConditionNotSatisfied: 'changed',
  ResourceNotFound: 'absent',
};

/**
 * The table port directly over the store, for tests that need many operations more than they need the SDK: some thirty
 * times as fast. What the SDK makes of the service's answers is tested where it is used.
 */
export function directTables(store: TableStore): Tables {
  function one<R extends Refusal>(write: Write, table: string): 'done' | R {
    try {
      store.write(table, [write]);
      return 'done';
    } catch (error) {
      return refusalIn(error) as R;
    }
  }
  const tables: Tables = {
    within: () => tables,
    async read(table, key) {
      try {
        return storedRow(store.read(table, key.partition, key.row));
      } catch (error) {
        if (refusalIn(error) === 'absent') return undefined;
        throw error;
      }
    },
    async list(table, range, { limit = 1000 } = {}) {
      if (!('partition' in range)) throw new Error('Only the rows of one partition are listed here');
      const { partition, rowFrom = '', rowBelow = '\uFFFF' } = range;
      const filter = `PartitionKey eq '${partition}' and RowKey ge '${rowFrom}' and RowKey lt '${rowBelow}'`;
      const { entities, next } = store.query(table, { filter, top: limit, from: undefined });
      if (next) throw new Error('A page was too small for this test');
      return { rows: entities.map(storedRow) };
    },
    insert: async (table, row) => one({ kind: 'insert', entity: entityOf(row) }, table),
    replace: async (table, row, etag) => one({ kind: 'replace', entity: entityOf(row), ifMatch: etag }, table),
    remove: async (table, key, etag) => one({ kind: 'delete', ...key, ifMatch: etag }, table),
    async transact(table, actions) {
      try {
        store.write(
          table,
          actions.map((action): Write => {
            if (action.kind === 'remove') return { kind: 'delete', ...action.key, ifMatch: '*' };
            const entity = entityOf(action.row);
            return action.kind === 'insert'
              ? { kind: 'insert', entity }
              : { kind: 'replace', entity, ifMatch: action.etag };
          }),
        );
        return 'done';
      } catch (error) {
        return { refused: refusalIn(error), index: error instanceof TableError ? error.index : 0 };
      }
    },
  };
  return tables;
}

function refusalIn(error: unknown): Refusal {
  const refusal = error instanceof TableError ? refusals[error.code] : undefined;
  if (refusal === undefined) throw error;
  return refusal;
}

function entityOf({ partition, row, columns }: Row): StoredEntity {
  const entity: Record<string, unknown> = { PartitionKey: partition, RowKey: row };
  for (const [name, value] of Object.entries(columns)) {
    if (value === undefined) continue;
    entity[name] = value instanceof Date ? value.toISOString() : value;
    if (value instanceof Date) entity[`${name}@odata.type`] = 'Edm.DateTime';
  }
  return entity as StoredEntity;
}

export function storedRow(entity: StoredEntity): StoredRow {
  const { PartitionKey, RowKey, Timestamp: _, 'odata.etag': etag, ...rest } = entity as StoredEntity & Key;
  const columns: Record<string, Column> = {};
  for (const [name, value] of Object.entries(rest)) {
    if (name.endsWith('@odata.type')) continue;
    columns[name] = `${name}@odata.type` in rest ? new Date(String(value)) : (value as Column);
  }
  return { partition: PartitionKey, row: RowKey, etag: String(etag), columns };
}
