import * as accounts from '../accounts/accounts.ts';
import * as pointers from '../accounts/identity-pointers.ts';
import { day, later } from '../clock.ts';
import type { IdentityKey } from '../identity/identity-key.ts';
import { turnsOf } from '../in-turns.ts';
import type { Services } from '../services.ts';
import { UnreadableRow } from '../storage/row-codec.ts';
import type { StoredRow } from '../storage/tables.ts';
import type { KeyRange } from './key-ranges.ts';
import { type Limits, partitionsWithin } from './partitions-within.ts';

/** A younger one may belong to somebody who is registering or linking right now. */
const idleDays = 1;

export interface IdlePointerCounts {
  readonly removed: number;
  /** 1 where there were more than the limits allow: the rest was not looked at. */
  readonly truncated: number;
}

/**
 * Removes each identity's pointer that leads to no account of that identity: what is left of a registration or a link that
 * never finished, or of an unlinking. What it announced is ruled out first, so that no process that wakes up late
 * completes it.
 *
 * Source: DESIGN 4.1, rule 4.
 */
export async function removeIdlePointers(
  services: Services,
  ranges: readonly KeyRange[],
  limits: Limits,
): Promise<IdlePointerCounts> {
  const counts = { removed: 0, truncated: 0 };
  const partitions = partitionsWithin(services, 'identities', ranges, limits, counts);
  for await (const turn of turnsOf(partitions, ({ rows: [row] }) => removeIfIdle(services, row))) {
    counts.removed += turn.filter(Boolean).length;
  }
  return counts;
}

/** One that cannot be read, or whose root cannot, stays: that is a finding of the check. */
async function removeIfIdle(services: Services, row: StoredRow | undefined): Promise<boolean> {
  try {
    return row !== undefined && (await removeUnlessItCounts(services, row));
  } catch (fault) {
    if (fault instanceof UnreadableRow) return false;
    throw fault;
  }
}

async function removeUnlessItCounts(services: Services, row: StoredRow): Promise<boolean> {
  const identity = row.partition as IdentityKey;
  const { etag, value } = pointers.storedPointer(row);
  if (services.clock.now() < later(value.since, idleDays * day)) return false;
  const root = await accounts.read(services, value.nameKey);
  if ((await pointers.resolve(services, identity, value, root)) !== 'ruled-out') return false;
  return (await services.tables.remove('identities', pointers.keyOf(identity), etag)) === 'done';
}
