import { predicateOf } from './filter.ts';
import { checkEntity } from './limits.ts';
import { TableError } from './table-error.ts';

export type StoredEntity = Readonly<Record<string, unknown>> & {
  readonly PartitionKey: string;
  readonly RowKey: string;
};

export type Snapshot = Readonly<Record<string, readonly StoredEntity[]>>;

export type Write =
  | { readonly kind: 'insert'; readonly entity: StoredEntity }
  | {
      readonly kind: 'replace' | 'merge';
      readonly entity: StoredEntity;
      /** Absent: insert or update whatever is there. */
      readonly ifMatch: string | undefined;
    }
  | { readonly kind: 'delete'; readonly partition: string; readonly row: string; readonly ifMatch: string };

/** `normal`, or what Azure may do at any time: a page end after every row, or an empty page before each full one. */
export type PageEnds = 'normal' | 'every-row' | 'empty-first';

export interface Query {
  readonly filter: string | null;
  readonly top: number;
  readonly from: { readonly partition: string; readonly row: string; readonly wasEmpty: boolean } | undefined;
}

export interface QueryPage {
  readonly entities: readonly StoredEntity[];
  readonly next: Query['from'];
}

/** The rows of an account's tables. Several clients over one store are several processes over one storage. */
export interface TableStore {
  /** One entry per request that reached the service: `GET accounts`, `BATCH accounts`, … */
  readonly requests: string[];
  pageEnds: PageEnds;
  createTable(name: string): void;
  read(table: string, partition: string, row: string): StoredEntity;
  query(table: string, query: Query): QueryPage;
  /** All or nothing. @throws TableError with `index` of the first that failed. @returns the new ETags. */
  write(table: string, writes: readonly Write[]): readonly (string | undefined)[];
  rows(table: string): readonly StoredEntity[];
  snapshot(): Snapshot;
  restore(snapshot: Snapshot): void;
}

const mostRows = 1000;
const mostActions = 100;

/** Orders as the service does, by code unit; the separator is below every character a key may have. */
const keyOf = (partition: string, row: string) => `${partition}\u0000${row}`;

export class WriteError extends TableError {
  readonly index: number;

  constructor(error: TableError, index: number) {
    super(error.status, error.code);
    this.index = index;
  }
}

export function createTableStore({ now }: { readonly now: () => Date }): TableStore {
  const tables = new Map<string, Map<string, StoredEntity>>();
  const requests: string[] = [];
  let version = 0;

  const rowsOf = (table: string) => {
    const rows = tables.get(table);
    if (!rows) throw new TableError(404, 'TableNotFound');
    return rows;
  };
  const sorted = (rows: ReadonlyMap<string, StoredEntity>) =>
    [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, entity]) => entity);
  const stamped = (entity: Readonly<Record<string, unknown>>): StoredEntity => {
    version += 1;
    // An ETag is a time on Azure; here it also counts, for a clock that stands still must not repeat one.
    const tag = `W/"datetime'${encodeURIComponent(now().toISOString())}.${version}'"`;
    return { ...entity, Timestamp: now().toISOString(), 'odata.etag': tag } as unknown as StoredEntity;
  };

  function apply(rows: Map<string, StoredEntity>, write: Write): string | undefined {
    const { partition, row } =
      write.kind === 'delete' ? write : { partition: write.entity.PartitionKey, row: write.entity.RowKey };
    const key = keyOf(partition, row);
    const standing = rows.get(key);
    if (write.kind === 'insert') {
      checkEntity(write.entity);
      if (standing) throw new TableError(409, 'EntityAlreadyExists');
      const entity = stamped(write.entity);
      rows.set(key, entity);
      return String(entity['odata.etag']);
    }
    if (write.ifMatch !== undefined) {
      if (!standing) throw new TableError(404, 'ResourceNotFound');
      if (write.ifMatch !== '*' && write.ifMatch !== standing['odata.etag']) {
        throw new TableError(412, 'UpdateConditionNotSatisfied');
      }
    }
    if (write.kind === 'delete') {
      rows.delete(key);
      return undefined;
    }
    const entity = stamped(write.kind === 'merge' && standing ? { ...standing, ...write.entity } : write.entity);
    checkEntity(entity);
    rows.set(key, entity);
    return String(entity['odata.etag']);
  }

  return {
    requests,
    pageEnds: 'normal',

    createTable(name) {
      if (tables.has(name)) throw new TableError(409, 'TableAlreadyExists');
      tables.set(name, new Map());
    },

    read(table, partition, row) {
      const entity = rowsOf(table).get(keyOf(partition, row));
      if (!entity) throw new TableError(404, 'ResourceNotFound');
      return entity;
    },

    query(table, { filter, top, from }) {
      const matches = predicateOf(filter);
      const start = from && keyOf(from.partition, from.row);
      const rest = sorted(rowsOf(table)).filter(
        (entity) => matches(entity) && (!start || keyOf(entity.PartitionKey, entity.RowKey) >= start),
      );
      const [first] = rest;
      if (this.pageEnds === 'empty-first' && first && !from?.wasEmpty) {
        return { entities: [], next: { partition: first.PartitionKey, row: first.RowKey, wasEmpty: true } };
      }
      const size = this.pageEnds === 'every-row' ? 1 : Math.min(top, mostRows);
      const following = rest[size];
      return {
        entities: rest.slice(0, size),
        next: following && { partition: following.PartitionKey, row: following.RowKey, wasEmpty: false },
      };
    },

    write(table, writes) {
      const rows = rowsOf(table);
      if (writes.length > mostActions) throw new WriteError(new TableError(400, 'InvalidInput'), 0);
      const keys = writes.map((write) =>
        write.kind === 'delete'
          ? keyOf(write.partition, write.row)
          : keyOf(write.entity.PartitionKey, write.entity.RowKey),
      );
      const repeated = keys.findIndex((key, at) => keys.indexOf(key) < at);
      if (repeated >= 0) throw new WriteError(new TableError(400, 'InvalidDuplicateRow'), repeated);
      const before = keys.map((key) => [key, rows.get(key)] as const);
      const tags: (string | undefined)[] = [];
      for (const [index, write] of writes.entries()) {
        try {
          tags.push(apply(rows, write));
        } catch (error) {
          for (const [key, entity] of before) {
            if (entity) rows.set(key, entity);
            else rows.delete(key);
          }
          if (error instanceof TableError) throw new WriteError(error, index);
          throw error;
        }
      }
      return tags;
    },

    rows: (table) => sorted(rowsOf(table)),
    snapshot: () => Object.fromEntries([...tables].map(([name, rows]) => [name, sorted(rows)])),
    restore(snapshot) {
      tables.clear();
      for (const [name, entities] of Object.entries(snapshot)) {
        tables.set(name, new Map(entities.map((entity) => [keyOf(entity.PartitionKey, entity.RowKey), entity])));
      }
    },
  };
}
