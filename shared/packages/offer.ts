import * as z from 'zod/mini';
import type { OperationId } from '../audit/operation.ts';
import type { AccountName } from '../names/account-name.ts';
import type { NameKey } from '../names/name-key.ts';
import { branded, rowCodec } from '../storage/row-codec.ts';
import type { Key, Row, StoredRow } from '../storage/tables.ts';
import type { PackageKey } from './package-id.ts';

/** Ownership offered to an account. It is removed when used, withdrawn or declined, so it is never used twice. */
const offerColumns = z.object({
  /** The account that is to become an owner. */
  name: branded<AccountName>(),
  offeredBy: branded<AccountName>(),
  /** The owner that the offer was made for: the user who made it, or an organization they administer. */
  through: branded<AccountName>(),
  /** That owner's `joined` at that moment: removed and added again, it is no longer the owner that offered. */
  joined: branded<OperationId>(),
  /** In an organization, the offering seat's `granted` at that moment. */
  granted: z.optional(branded<OperationId>()),
  operation: branded<OperationId>(),
  createdAt: z.date(),
  expiresAt: z.date(),
});
export type Offer = z.output<typeof offerColumns>;

export interface StoredOffer {
  readonly etag: string;
  readonly value: Offer;
}

export const offerCodec = rowCodec(offerColumns);

export const offerPrefix = 'offer:';

export function offerKey(key: PackageKey, account: NameKey): Key {
  return { partition: key, row: `${offerPrefix}${account}` };
}

export function offerRow(key: Key, offer: Offer): Row {
  return { ...key, columns: offerCodec.encode(offer) };
}

export function storedOffer(row: StoredRow): StoredOffer {
  return { etag: row.etag, value: offerCodec.decode(row) };
}

export function isExpired(offer: Offer, now: Date): boolean {
  return now >= offer.expiresAt;
}
