import * as z from 'zod/mini';
import type { OperationId } from '../audit/operation.ts';
import type { NameKey } from '../names/name-key.ts';
import { branded, jsonColumn, rowCodec } from '../storage/row-codec.ts';
import type { Key, Row, StoredRow, TableName } from '../storage/tables.ts';

/**
 * A fact that two partitions must know lies in one of them: the truth. The other holds a hint, written before the truth
 * is and removed after it is gone, which says where to look and announces the operation that is about to write it.
 * A reader of a hint looks at its truth; a hint alone says nothing.
 *
 * Source: DESIGN 4.1, rules 3 and 4.
 */
const hintColumns = z.object({
  operation: branded<OperationId>(),
  /** The kind of change announced, such as `invite`. */
  change: z.string(),
  /** The name of whoever asked for it. */
  actor: z.string(),
  arguments: jsonColumn(z.record(z.string(), z.string())),
});
export type HintValue = z.output<typeof hintColumns>;

/** What is announced, apart from the operation: an exact repetition continues where the first attempt stopped. */
export type Announcement = Pick<HintValue, 'change' | 'actor' | 'arguments'>;

/** What a hint is of, seen from its holder. */
export type HintKind = 'membership' | 'invited' | 'package' | 'offered';

/** Where a hint lies: in the partition of its holder, under the key of what it leads to. */
export interface HintPlace {
  readonly holder: NameKey;
  readonly kind: HintKind;
  readonly about: string;
}

/** The row that a hint leads to. */
export interface Truth extends Key {
  readonly table: TableName;
}

export interface Hint {
  readonly place: HintPlace;
  readonly etag: string;
  readonly value: HintValue;
}

export const hintCodec = rowCodec(hintColumns);

export function hintKey({ holder, kind, about }: HintPlace): Key {
  return { partition: holder, row: `${kind}:${about}` };
}

export function hintRow(place: HintPlace, value: HintValue): Row {
  return { ...hintKey(place), columns: hintCodec.encode(value) };
}

export function storedHint(place: HintPlace, row: StoredRow): Hint {
  return { place, etag: row.etag, value: hintCodec.decode(row) };
}

export function announcesTheSame(hint: HintValue, wanted: Announcement): boolean {
  const [theirs, ours] = [hint, wanted].map((one) => JSON.stringify(Object.entries(one.arguments).toSorted()));
  return hint.change === wanted.change && hint.actor === wanted.actor && theirs === ours;
}
