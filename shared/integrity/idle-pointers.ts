import * as accounts from '../accounts/accounts.ts';
import * as pointers from '../accounts/identity-pointers.ts';
import { day, later } from '../clock.ts';
import type { IdentityKey } from '../identity/identity-key.ts';
import type { Services } from '../services.ts';
import type { PartitionRows } from './finding.ts';

/** A younger one may belong to somebody who is registering or linking right now. */
const idleDays = 1;

/**
 * Removes an identity's pointer that leads to no account of that identity: what is left of a registration or a link that
 * never finished, or of an unlinking. What it announced is ruled out first, so that no process that wakes up late completes it.
 *
 * Source: DESIGN 4.1, rule 4.
 */
export async function removeIfIdle(services: Services, { partition, rows }: PartitionRows): Promise<boolean> {
  const identity = partition as IdentityKey;
  const row = rows.find((one) => one.row === pointers.keyOf(identity).row);
  const pointer = row && pointers.storedPointer(row);
  if (!pointer || services.clock.now() < later(pointer.value.since, idleDays * day)) return false;
  const root = await accounts.read(services, pointer.value.nameKey);
  if ((await pointers.resolve(services, identity, pointer.value, root)) !== 'ruled-out') return false;
  return (await services.tables.remove('identities', pointers.keyOf(identity), pointer.etag)) === 'done';
}
