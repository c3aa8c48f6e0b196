import * as z from 'zod/mini';
import type { OperationId } from '../audit/operation.ts';
import { branded, rowCodec } from '../storage/row-codec.ts';
import type { Key, Row, StoredRow } from '../storage/tables.ts';
import type { PackageId, PackageKey } from './package-id.ts';

/** The root of a package. It never goes away: one that the registry removed has no owners, and may be registered again. */
const packageColumns = z.object({
  /** As first registered, even if it was registered again in other letters. */
  id: branded<PackageId>(),
  state: z.enum(['active', 'removed']),
  createdAt: z.date(),
  /** The registration that made it, or made it again. */
  operation: branded<OperationId>(),
  /** Counts the owner rows that are not suspended. */
  ownerCount: z.int(),
  /** Counts the offer rows, including those that expired or became void. */
  offerCount: z.int(),
});
export type Package = z.output<typeof packageColumns>;

/** A root as it was read: a decision based on it holds as long as its ETag does. */
export interface StoredPackage {
  readonly key: PackageKey;
  readonly etag: string;
  readonly value: Package;
}

export const packageCodec = rowCodec(packageColumns);

export function rootKey(key: PackageKey): Key {
  return { partition: key, row: 'package' };
}

export function rootRow(key: PackageKey, value: Package): Row {
  return { ...rootKey(key), columns: packageCodec.encode(value) };
}

export function storedPackage(row: StoredRow): StoredPackage {
  return { key: row.partition as PackageKey, etag: row.etag, value: packageCodec.decode(row) };
}
