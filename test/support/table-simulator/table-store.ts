import { merged, type StoredEntity, stamped, timestamps, withoutNulls } from './entity.ts';
import { checkEntity } from './limits.ts';
import { type PageEnds, type Query, type QueryPage, queryPage } from './query.ts';
import { copyOf, drop, entriesIn, put } from './sorted-keys.ts';
import { TableError } from './table-error.ts';

export type Write =
  | { readonly kind: 'insert'; readonly entity: StoredEntity }
  | {
      readonly kind: 'replace' | 'merge';
      readonly entity: StoredEntity;
      /** Absent: insert or update whatever is there. */
      readonly ifMatch: string | undefined;
    }
  | { readonly kind: 'delete'; readonly partition: string; readonly row: string; readonly ifMatch: string };

type Rows = Map<string, StoredEntity>;
type Partitions = Map<string, Rows>;

/** All rows of all tables at one moment, by table, partition and row key. Two compare by content. */
export type Snapshot = ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, StoredEntity>>>;

/** The rows of an account's tables. Several clients over one store are several processes over one storage. */
export interface TableStore {
  /** One entry per request that reached the service: `GET accounts`, `BATCH accounts`, … */
  readonly requests: string[];
  /** The tables of the queries that bounded no range of partitions: on Azure they read the whole table. */
  readonly scans: string[];
  pageEnds: PageEnds;
  createTable(name: string): void;
  read(table: string, partition: string, row: string): StoredEntity;
  query(table: string, query: Omit<Query, 'pageEnds'>): QueryPage;
  /** All or nothing. @throws TableError with `index` of the first that failed. @returns the new ETags. */
  write(table: string, writes: readonly Write[]): readonly (string | undefined)[];
  rows(table: string): readonly StoredEntity[];
  /** What the rows of a table say, without ETag and time: the same when a row was at most swapped for itself. */
  contents(table: string): readonly Readonly<Record<string, unknown>>[];
  /** Cheap, however many rows there are: what is written afterwards is copied first, a partition at a time. */
  snapshot(): Snapshot;
  restore(snapshot: Snapshot): void;
}

const mostActions = 100;

export function createTableStore({ now }: { readonly now: () => Date }): TableStore {
  let tables = new Map<string, Partitions>();
  /** The maps that no snapshot holds; any other is copied before it is written to. */
  let own = new WeakSet<object>();
  const requests: string[] = [];
  const scans: string[] = [];
  const nextTimestamp = timestamps(now);

  const partitionsOf = (table: string) => {
    const partitions = tables.get(table);
    if (!partitions) throw new TableError(404, 'TableNotFound');
    return partitions;
  };

  /** The map under `key`, fit to be written to. */
  function ownedIn<V>(maps: Map<string, Map<string, V>>, key: string): Map<string, V> {
    const standing = maps.get(key);
    if (standing && own.has(standing)) return standing;
    const owned = standing ? copyOf(standing) : new Map<string, V>();
    own.add(owned);
    put(maps, key, owned);
    return owned;
  }

  function commit(table: string, partition: string, row: string, entity: StoredEntity | undefined): void {
    const partitions = ownedIn(tables, table);
    const rows = ownedIn(partitions, partition);
    if (entity) put(rows, row, entity);
    else drop(rows, row);
    if (rows.size === 0) drop(partitions, partition);
  }

  return {
    requests,
    scans,
    pageEnds: 'normal',

    createTable(name) {
      if (tables.has(name)) throw new TableError(409, 'TableAlreadyExists');
      ownedIn(tables, name);
    },

    read(table, partition, row) {
      const entity = partitionsOf(table).get(partition)?.get(row);
      if (!entity) throw new TableError(404, 'ResourceNotFound');
      return entity;
    },

    query(table, query) {
      const page = queryPage(partitionsOf(table), { ...query, pageEnds: this.pageEnds });
      if (page.isScan) scans.push(table);
      return page;
    },

    write(table, writes) {
      if (writes.length > mostActions) throw new TableError(400, 'InvalidInput');
      const seen = new Set<string>();
      const [first] = writes.map(keyOf);
      // No row may occur twice, so each action is decided on the rows as they stood before.
      const decided = writes.map((write, index) => {
        const { partition, row } = keyOf(write);
        try {
          if (partition !== first?.partition) throw new TableError(400, 'CommandsInBatchActOnDifferentPartitions');
          if (seen.has(row)) throw new TableError(400, 'InvalidDuplicateRow');
          seen.add(row);
          checkRequest(write);
          const entity = outcomeOf(write, partitionsOf(table).get(partition)?.get(row));
          if (entity) checkEntity(entity);
          return { partition, row, entity: entity && stamped(entity, nextTimestamp()) };
        } catch (error) {
          throw error instanceof TableError ? new TableError(error.status, error.code, index) : error;
        }
      });
      for (const { partition, row, entity } of decided) commit(table, partition, row, entity);
      return decided.map(({ entity }) => entity && String(entity['odata.etag']));
    },

    rows: (table) =>
      [...entriesIn(partitionsOf(table), {})].flatMap(([, rows]) => [...entriesIn(rows, {})].map(([, row]) => row)),

    contents(table) {
      return this.rows(table).map(({ Timestamp: _, 'odata.etag': __, ...content }) => content);
    },

    snapshot() {
      own = new WeakSet();
      return new Map(tables);
    },

    restore(snapshot) {
      tables = new Map(snapshot as ReadonlyMap<string, Partitions>);
    },
  };
}

function keyOf(write: Write): { readonly partition: string; readonly row: string } {
  return write.kind === 'delete' ? write : { partition: write.entity.PartitionKey, row: write.entity.RowKey };
}

/** Refuses what is wrong whatever the table holds. */
function checkRequest(write: Write): void {
  if (write.kind !== 'delete') checkEntity(write.entity);
  if (write.kind === 'insert' || write.ifMatch === undefined || write.ifMatch === '*') return;
  if (!/^W\/"[^"]*"$/.test(write.ifMatch)) throw new TableError(400, 'InvalidInput');
}

/** The row after `write`, undefined when it is gone. */
function outcomeOf(write: Write, standing: StoredEntity | undefined): StoredEntity | undefined {
  if (write.kind === 'insert') {
    if (standing) throw new TableError(409, 'EntityAlreadyExists');
    return withoutNulls(write.entity);
  }
  checkCondition(write.ifMatch, standing);
  if (write.kind === 'delete') return undefined;
  const entity = withoutNulls(write.entity);
  return write.kind === 'merge' && standing ? merged(standing, entity) : entity;
}

function checkCondition(ifMatch: string | undefined, standing: StoredEntity | undefined): void {
  if (ifMatch === undefined) return;
  if (!standing) throw new TableError(404, 'ResourceNotFound');
  if (ifMatch !== '*' && ifMatch !== standing['odata.etag']) throw new TableError(412, 'UpdateConditionNotSatisfied');
}
