/**
 * The table port: the few things this service asks of its storage, with the outcomes a caller must weigh
 * as values. Behind it: Azure Table Storage (`azure-tables.ts`). What did not answer throws `Unanswered`.
 *
 * Source: DESIGN 4.
 */
export const tableNames = ['flows', 'registrations', 'identities', 'accounts', 'packages', 'deletions'] as const;
export type TableName = (typeof tableNames)[number];

export interface Key {
  readonly partition: string;
  readonly row: string;
}

/** Values as Azure Tables keeps them: integers within Int32, dates as Edm.DateTime, absent ones left out. */
export type Column = string | number | boolean | Date | undefined;
export type Columns = Readonly<Record<string, Column>>;

export interface Row extends Key {
  readonly columns: Columns;
}

export interface StoredRow extends Row {
  readonly etag: string;
}

export type Action =
  | { readonly kind: 'insert'; readonly row: Row }
  | { readonly kind: 'replace'; readonly row: Row; readonly etag: string }
  /** Unconditional: the service takes no ETag for a removal in a transaction. Guard it by swapping the root in the same one. */
  | { readonly kind: 'remove'; readonly key: Key };

export type Refusal = 'exists' | 'changed' | 'absent';

/** `index` counts the actions from 0 and names the first that failed. */
export type TransactionOutcome = 'done' | { readonly refused: Refusal; readonly index: number };

/** Rows of one partition, or of a bounded range of partitions; upper ends are exclusive. */
export type Range =
  | { readonly partition: string; readonly rowFrom?: string; readonly rowBelow?: string }
  | { readonly partitionFrom: string; readonly partitionBelow: string };

export interface ListOptions {
  /** The most rows in an answer, 1–1,000. */
  readonly limit?: number;
  /** Columns to fetch; none: keys only. Absent: all. */
  readonly select?: readonly string[];
  readonly cursor?: string | undefined;
}

export interface ListPage {
  readonly rows: readonly StoredRow[];
  /** Present when there may be more; a page may be empty and still have one. */
  readonly next?: string;
}

/** What one request or tick may spend, and what it has spent so far. */
export interface Scope {
  /** On the monotonic clock, in milliseconds: nothing is sent from then on. */
  readonly deadline: number;
  /** Requests sent to storage so far, retries of the SDK included. */
  sent: number;
}

export interface Tables {
  /** The same tables, spending from `scope`. */
  within(scope: Scope): Tables;
  read(table: TableName, key: Key): Promise<StoredRow | undefined>;
  list(table: TableName, range: Range, options?: ListOptions): Promise<ListPage>;
  insert(table: TableName, row: Row): Promise<'done' | 'exists'>;
  replace(table: TableName, row: Row, etag: string): Promise<'done' | 'changed' | 'absent'>;
  remove(table: TableName, key: Key, etag: string): Promise<'done' | 'changed' | 'absent'>;
  /** All or nothing, within one partition, at most 100 actions. */
  transact(table: TableName, actions: readonly Action[]): Promise<TransactionOutcome>;
}

/** Storage gave no usable answer: a write may or may not have been applied. Shown as 503 `busy`. */
export class Unanswered extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Unanswered';
  }
}
