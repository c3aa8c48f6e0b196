import * as z from 'zod/mini';
import type { OperationId } from '../audit/operation.ts';
import type { AccountName } from '../names/account-name.ts';
import type { NameKey } from '../names/name-key.ts';
import { branded, rowCodec } from '../storage/row-codec.ts';
import type { Key, Row, StoredRow } from '../storage/tables.ts';
import type { PackageKey } from './package-id.ts';

/**
 * An account that owns a package. The row is the truth. It does not say whether a person or an organization: a user may
 * become an organization, and a reader of the package sees no difference.
 */
const ownerColumns = z.object({
  name: branded<AccountName>(),
  joinedAt: z.date(),
  /** The operation that made the row, the same as its hint's. Offers are bound to it. */
  joined: branded<OperationId>(),
  /** The deletion that suspended the ownership: it then has no power, and is not counted. */
  suspended: z.optional(z.string()),
});
export type Owner = z.output<typeof ownerColumns>;

export interface StoredOwner {
  /** The account's. */
  readonly key: NameKey;
  readonly etag: string;
  readonly value: Owner;
}

export const ownerCodec = rowCodec(ownerColumns);

export const ownerPrefix = 'owner:';

export function ownerKey(key: PackageKey, account: NameKey): Key {
  return { partition: key, row: `${ownerPrefix}${account}` };
}

export function ownerRow(key: Key, owner: Owner): Row {
  return { ...key, columns: ownerCodec.encode(owner) };
}

export function storedOwner(row: StoredRow): StoredOwner {
  return { key: row.row.slice(ownerPrefix.length) as NameKey, etag: row.etag, value: ownerCodec.decode(row) };
}

export function isSuspended({ value }: StoredOwner): boolean {
  return value.suspended !== undefined;
}
