import type { StoredEntity } from './entity.ts';
import { type Filter, filterOf, later } from './filter.ts';
import { entriesIn } from './sorted-keys.ts';

/** `normal`, or what Azure may do at any time: a page end after every row, or an empty page before each full one. */
export type PageEnds = 'normal' | 'every-row' | 'empty-first';

export interface Query {
  readonly filter: string | null;
  readonly top: number;
  readonly from: { readonly partition: string; readonly row: string; readonly wasEmpty: boolean } | undefined;
  readonly pageEnds: PageEnds;
}

export interface QueryPage {
  readonly entities: readonly StoredEntity[];
  readonly next: Query['from'];
  /** No range of partitions bounded it. */
  readonly isScan: boolean;
}

const mostRows = 1000;

type Partitions = ReadonlyMap<string, ReadonlyMap<string, StoredEntity>>;

export function queryPage(partitions: Partitions, { filter: text, top, from, pageEnds }: Query): QueryPage {
  const filter = filterOf(text);
  const isScan = filter.partitions.from === undefined || filter.partitions.to === undefined;
  const size = pageEnds === 'every-row' ? 1 : Math.min(top, mostRows);
  const entities: StoredEntity[] = [];
  for (const entity of candidates(partitions, filter, from)) {
    if (!filter.matches(entity)) continue;
    const next = { partition: entity.PartitionKey, row: entity.RowKey, wasEmpty: false };
    if (pageEnds === 'empty-first' && !from?.wasEmpty) {
      return { entities: [], next: { ...next, wasEmpty: true }, isScan };
    }
    if (entities.length === size) return { entities, next, isScan };
    entities.push(entity);
  }
  return { entities, next: undefined, isScan };
}

/** The rows within the filter's key ranges, from where the page before ended. */
function* candidates(partitions: Partitions, filter: Filter, from: Query['from']): Generator<StoredEntity> {
  const range = { ...filter.partitions, from: later(filter.partitions.from, from?.partition) };
  for (const [partition, rows] of entriesIn(partitions, range)) {
    const firstRow = partition === from?.partition ? later(filter.rows.from, from.row) : filter.rows.from;
    for (const [, entity] of entriesIn(rows, { ...filter.rows, from: firstRow })) yield entity;
  }
}
