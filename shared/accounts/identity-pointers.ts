import * as z from 'zod';
import type { OperationId } from '../audit/operation.ts';
import type { IdentityKey } from '../identity/identity-key.ts';
import type { NameKey } from '../names/name-key.ts';
import type { Services } from '../services.ts';
import { branded, rowCodec } from '../storage/row-codec.ts';
import { type StoredRow, Unanswered } from '../storage/tables.ts';

/**
 * Leads from a Microsoft identity to the account that may list it. It is written before the account is, and so
 * announces an operation; it counts only while the root it names lists the identity.
 *
 * Source: DESIGN 5, "Claim a username".
 */
const pointerColumns = z.object({
  nameKey: branded<NameKey>(),
  operation: branded<OperationId>(),
  /** The kind of change announced. */
  announces: z.enum(['claim']),
  since: z.date(),
});
export type IdentityPointer = z.output<typeof pointerColumns>;

export interface StoredPointer {
  readonly etag: string;
  readonly value: IdentityPointer;
}

const codec = rowCodec(pointerColumns);

export function keyOf(identity: IdentityKey) {
  return { partition: identity, row: 'identity' };
}

export function storedPointer(row: StoredRow): StoredPointer {
  return { etag: row.etag, value: codec.decode(row) };
}

const rowOf = (identity: IdentityKey, pointer: IdentityPointer) => ({
  ...keyOf(identity),
  columns: codec.encode(pointer),
});

export async function read({ tables }: Services, identity: IdentityKey): Promise<StoredPointer | undefined> {
  const row = await tables.read('identities', keyOf(identity));
  return row && storedPointer(row);
}

/**
 * Inserts the pointer, or swaps it for `over`. Answers undefined when it stands, also when the answer to our own write
 * was lost; else the pointer in the way.
 *
 * @throws Unanswered when nothing can be known.
 */
export async function announce(
  services: Services,
  identity: IdentityKey,
  pointer: IdentityPointer,
  over?: StoredPointer,
): Promise<StoredPointer | undefined> {
  let silence: Unanswered | undefined;
  try {
    const row = rowOf(identity, pointer);
    const outcome = over
      ? await services.tables.replace('identities', row, over.etag)
      : await services.tables.insert('identities', row);
    if (outcome === 'done') return undefined;
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    silence = error;
  }
  const standing = await read(services, identity);
  if (standing?.value.operation === pointer.operation) return undefined;
  if (silence) throw silence;
  if (standing) return standing;
  // Refused, and gone a moment later: whoever removed it was done with it.
  throw new Unanswered('An identity pointer vanished while it was being written');
}
