import * as accounts from '../accounts/accounts.ts';
import * as pointers from '../accounts/identity-pointers.ts';
import { day, later } from '../clock.ts';
import type { IdentityKey } from '../identity/identity-key.ts';
import type { Services } from '../services.ts';
import { rowsIn } from '../storage/rows-in.ts';
import type { StoredRow } from '../storage/tables.ts';
import type { KeyRange } from './key-ranges.ts';

/** A younger one may belong to somebody who is registering or linking right now. */
const idleDays = 1;

export interface IdlePointerCounts {
  readonly removed: number;
  /** 1 where there were more than `mostRows`: the rest was not looked at. */
  readonly truncated: number;
}

/**
 * Removes each identity's pointer that leads to no account of that identity: what is left of a registration or a link that
 * never finished, or of an unlinking. What it announced is ruled out first, so that it cannot be completed by a process that wakes up late.
 *
 * Source: DESIGN 4.1, rule 4.
 */
export async function removeIdlePointers(
  services: Services,
  range: KeyRange,
  mostRows: number,
): Promise<IdlePointerCounts> {
  let looked = 0;
  let removed = 0;
  for await (const row of rowsIn(services.tables, 'identities', range)) {
    if (looked === mostRows) return { removed, truncated: 1 };
    looked += 1;
    if (await removeIfIdle(services, row)) removed += 1;
  }
  return { removed, truncated: 0 };
}

async function removeIfIdle(services: Services, row: StoredRow): Promise<boolean> {
  const identity = row.partition as IdentityKey;
  const { etag, value } = pointers.storedPointer(row);
  if (services.clock.now() < later(value.since, idleDays * day)) return false;
  const root = await accounts.read(services, value.nameKey);
  if ((await pointers.resolve(services, identity, value, root)) !== 'ruled-out') return false;
  return (await services.tables.remove('identities', pointers.keyOf(identity), etag)) === 'done';
}
