import type { Key, StoredRow, TableName } from '../storage/tables.ts';

/** The invariants that rows can show. What they say: ARCHITECTURE.md, "What always holds". */
export type Invariant = 'I1' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7' | 'I8' | 'I9' | 'I11' | 'I12' | 'I14';

/** One place where an invariant does not hold, or where nobody can tell: it is `unreadable`. */
export interface Finding {
  readonly invariant: Invariant | 'unreadable';
  readonly table: TableName;
  readonly partition: string;
  /** `*`: the partition as a whole. */
  readonly row: string;
  /** What is wrong, without a person's data. */
  readonly detail: string;
  /** The fault of ours that kept a check from its end. */
  readonly cause?: unknown;
}

export type Found = (invariant: Finding['invariant'], row: string, detail: string) => Finding;

/** Makes findings of one partition. */
export function findingsOf(table: TableName, partition: string): Found {
  return (invariant, row, detail) => ({ invariant, table, partition, row, detail });
}

/** What tells findings of one partition apart. */
export function nameOf({ invariant, row, detail }: Finding): string {
  return `${invariant} ${row} ${detail}`;
}

/** All rows of one partition. */
export interface PartitionRows {
  readonly partition: string;
  readonly rows: readonly StoredRow[];
}

/** Reads a row of another partition. */
export type ReadRow = (table: TableName, key: Key) => Promise<StoredRow | undefined>;

/** What must hold in every partition of one table, given the rest of storage. A feature with rows of its own adds one. */
export interface Check {
  readonly table: TableName;
  check(given: PartitionRows, read: ReadRow, now: Date): Promise<readonly Finding[]>;
}
