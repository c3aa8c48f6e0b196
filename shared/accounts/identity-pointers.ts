import * as z from 'zod/mini';
import { ruleOut } from '../audit/commit.ts';
import type { OperationId } from '../audit/operation.ts';
import type { IdentityKey } from '../identity/identity-key.ts';
import type { NameKey } from '../names/name-key.ts';
import type { Services } from '../services.ts';
import { branded, rowCodec } from '../storage/row-codec.ts';
import { outcomeOf, type StoredRow, Unanswered } from '../storage/tables.ts';
import { holderIn, type Stored, type User } from './account.ts';
import * as accounts from './accounts.ts';

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
  announces: z.enum(['claim', 'link']),
  since: z.date(),
});
export type IdentityPointer = z.output<typeof pointerColumns>;

export interface StoredPointer {
  readonly etag: string;
  readonly value: IdentityPointer;
}

export const pointerCodec = rowCodec(pointerColumns);

export function keyOf(identity: IdentityKey) {
  return { partition: identity, row: 'identity' };
}

export function storedPointer(row: StoredRow): StoredPointer {
  return { etag: row.etag, value: pointerCodec.decode(row) };
}

const rowOf = (identity: IdentityKey, pointer: IdentityPointer) => ({
  ...keyOf(identity),
  columns: pointerCodec.encode(pointer),
});

export async function read({ tables }: Services, identity: IdentityKey): Promise<StoredPointer | undefined> {
  const row = await tables.read('identities', keyOf(identity));
  return row && storedPointer(row);
}

/**
 * Inserts the pointer, or replaces `over` with it. Answers undefined when it stands, even if the answer to our own
 * write was lost; else the pointer in the way.
 *
 * @throws Unanswered when nothing can be known.
 */
export async function announce(
  services: Services,
  identity: IdentityKey,
  pointer: IdentityPointer,
  over?: StoredPointer,
): Promise<StoredPointer | undefined> {
  const row = rowOf(identity, pointer);
  const { tables } = services;
  const outcome = await outcomeOf(
    over ? tables.replace('identities', row, over.etag) : tables.insert('identities', row),
  );
  if (outcome === 'done') return undefined;
  const standing = await read(services, identity);
  if (standing?.value.operation === pointer.operation) return undefined;
  if (outcome instanceof Unanswered) throw outcome;
  if (standing) return standing;
  // Refused, and gone a moment later: an unlinking removed it.
  return await announce(services, identity, pointer);
}

/**
 * Resolves a pointer in the way: answers the account that lists the identity; or that there is none, and then the
 * announced operation can never commit, so that the pointer may be swapped.
 *
 * @param root the one that the pointer names, read after the pointer was.
 *
 * Source: DESIGN 4.1, rule 4.
 */
export async function resolve(
  services: Services,
  identity: IdentityKey,
  pointer: IdentityPointer,
  root: Stored | undefined,
): Promise<Stored<User> | 'ruled-out'> {
  const holder = holderIn(root, identity);
  if (holder) return holder;
  if (!mayCommit(pointer, root)) return 'ruled-out';
  if ((await ruleOut(services.tables, 'accounts', pointer.nameKey, pointer.operation)) === 'ruled-out') {
    return 'ruled-out';
  }
  return holderIn(await accounts.read(services, pointer.nameKey), identity) ?? 'ruled-out';
}

/**
 * Whether the announced change may still come. A root never goes away: where there is one, a claim, which would insert
 * it, is refused for ever; and an account that is going, is gone or became an organization takes no more identities.
 */
function mayCommit({ announces }: IdentityPointer, root: Stored | undefined): boolean {
  if (announces === 'claim') return root === undefined;
  return root?.value.kind === 'user' && root.value.state !== 'purging' && root.value.state !== 'retired';
}

/** Removes a pointer that no longer means anything, unless it was rewritten meanwhile. Unanswered: it stays, harmless. */
export async function remove({ tables }: Services, identity: IdentityKey, { etag }: StoredPointer): Promise<void> {
  await outcomeOf(tables.remove('identities', keyOf(identity), etag));
}
