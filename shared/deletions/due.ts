import * as z from 'zod/mini';
import { beginningOf, type OperationId } from '../audit/operation.ts';
import { later, minute } from '../clock.ts';
import type { AccountName } from '../names/account-name.ts';
import type { NameKey } from '../names/name-key.ts';
import type { Services } from '../services.ts';
import { expiryBuckets } from '../storage/expiry-bucket.ts';
import { removeBatch } from '../storage/row-batches.ts';
import { branded, rowCodec } from '../storage/row-codec.ts';
import { rowsIn } from '../storage/rows-in.ts';
import { type Key, outcomeOf, type StoredRow } from '../storage/tables.ts';
import type { Deletion } from './deletion.ts';

/**
 * Wakes the timer for an account on its way out. It is written before the state that it is for, so that no account is
 * left half-way, whoever dies; it is only an announcement, for that state may never come.
 *
 * Source: DESIGN 5, "Deletion".
 */
const dueColumns = z.object({
  account: branded<NameKey>(),
  /** The deletion's id. */
  deletion: branded<OperationId>(),
  due: z.enum(['close', 'restore', 'purge']),
  /** The name of whoever asked for it, or of the account itself. */
  actor: branded<AccountName>(),
});
export type Due = z.output<typeof dueColumns>;

export interface StoredDue extends Key {
  readonly value: Due;
}

export const dueCodec = rowCodec(dueColumns);

/** As wide as the timer's interval: so the key alone tells, near enough, for how long a row is due. */
const bucketMinutes = 5;

const buckets = expiryBuckets(bucketMinutes);

function keyOf({ key, id }: Deletion, due: Due['due'], at: Date): Key {
  return { partition: buckets.of(at), row: `${key}:${id}:${due}` };
}

/** One request; the row may already be there. For closing and purging, the deletion itself tells the bucket. */
export async function announceDue(
  { tables }: Services,
  deletion: Deletion,
  due: Due['due'],
  actor: AccountName,
  at: Date,
): Promise<void> {
  const columns = dueCodec.encode({ account: deletion.key, deletion: deletion.id, due, actor });
  await tables.insert('deletions', { ...keyOf(deletion, due, at), columns });
}

/** The keys that the deletion itself tells: of the row for its closing, and of the one for its purge. */
export function closeKey(deletion: Deletion): Key {
  return keyOf(deletion, 'close', beginningOf(deletion.id));
}

export function purgeKey(deletion: Deletion): Key | undefined {
  return deletion.purgeAfter && keyOf(deletion, 'purge', deletion.purgeAfter);
}

/** Removes rows that are no longer needed. Nobody waits for it to succeed: one that stays is removed when it is due. */
export async function forgetDue({ tables }: Services, keys: readonly (Key | undefined)[]): Promise<void> {
  await Promise.all(
    keys.map(async (key) => {
      if (!key) return;
      const { partition, row } = key;
      await outcomeOf(removeBatch(tables, 'deletions', [{ partition, row }]));
    }),
  );
}

/** What is due by now, and in the present five minutes perhaps what is due soon. */
export function rowsDue({ tables, clock }: Services): AsyncGenerator<StoredRow, void> {
  const partitionBelow = buckets.of(later(clock.now(), bucketMinutes * minute));
  return rowsIn(tables, 'deletions', { partitionFrom: '0', partitionBelow });
}

/** Whether everything in this row's partition was due by `moment`: never said too early, but up to five minutes late. */
export function isDueSince({ partition }: Key, moment: Date): boolean {
  return partition < buckets.overdueBelow(moment);
}

export function storedDue(row: StoredRow): StoredDue {
  return { partition: row.partition, row: row.row, value: dueCodec.decode(row) };
}
