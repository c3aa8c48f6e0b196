import * as z from 'zod';
import type { OperationId } from '../audit/operation.ts';
import type { IdentityKey } from '../identity/identity-key.ts';
import type { AccountName } from '../names/account-name.ts';
import { type NameKey, nameKey } from '../names/name-key.ts';
import { branded, isoMoment, jsonColumn, rowCodec } from '../storage/row-codec.ts';
import type { Row, StoredRow } from '../storage/tables.ts';

/** A Microsoft sign-in that belongs to a user. `label` is masked and helps its owner recognise it. */
const LinkedIdentity = z.object({
  key: branded<IdentityKey>(),
  kind: z.enum(['personal', 'work']),
  label: z.string(),
  since: isoMoment,
});
export type LinkedIdentity = z.output<typeof LinkedIdentity>;

/**
 * One signed-in browser. It lies in the root, so that one point read authenticates a request, knows the account's
 * state, and sees what another process ended a moment ago.
 */
const SessionRecord = z.object({
  /** Of the secret in the cookie. */
  hash: z.string(),
  identity: branded<IdentityKey>(),
  createdAt: isoMoment,
  seenAt: isoMoment,
  /** When the person last proved who they are, as the provider said; absent: never fresh. */
  authenticatedAt: isoMoment.optional(),
  /** Such as `Firefox on Linux`. */
  browser: z.string(),
});
export type SessionRecord = z.output<typeof SessionRecord>;

const userColumns = z.object({
  kind: z.literal('user'),
  name: branded<AccountName>(),
  state: z.enum(['active', 'closing', 'closed', 'restoring', 'purging']),
  createdAt: z.date(),
  /** The claim that made the account; the root is that claim's proof. */
  operation: branded<OperationId>(),
  /** One to three. */
  identities: jsonColumn(z.array(LinkedIdentity)),
  /** At most ten; the least recently seen gives way. */
  sessions: jsonColumn(z.array(SessionRecord)),
});
export type User = z.output<typeof userColumns>;

/** What stays of a name for ever. */
const retiredColumns = z.object({
  kind: z.enum(['user', 'organization']),
  name: branded<AccountName>(),
  state: z.literal('retired'),
  /** `2026-11-24` */
  retiredOn: z.string(),
  operation: branded<OperationId>(),
});
export type Retired = z.output<typeof retiredColumns>;

export type Account = User | Retired;

/** A root as it was read: what is decided on it stands as long as its ETag does. */
export interface Stored<T extends Account = Account> {
  readonly key: NameKey;
  readonly etag: string;
  readonly value: T;
}

export const userCodec = rowCodec(userColumns);
export const retiredCodec = rowCodec(retiredColumns);

export const retiredColumnNames = Object.keys(retiredCodec.schema.shape);

export function rootKey(key: NameKey) {
  return { partition: key, row: 'account' };
}

export function rootRow(account: Account): Row {
  const columns = account.state === 'retired' ? retiredCodec.encode(account) : userCodec.encode(account);
  return { ...rootKey(nameKey(account.name)), columns };
}

export function storedAccount(row: StoredRow): Stored {
  const value = row.columns.state === 'retired' ? retiredCodec.decode(row) : userCodec.decode(row);
  return { key: row.partition as NameKey, etag: row.etag, value };
}

/** Whether the account is a user who may still sign in with `identity`: the test of an identity pointer. */
export function isHeldBy(account: Account | undefined, identity: IdentityKey): account is User {
  return (
    account !== undefined &&
    account.state !== 'retired' &&
    account.state !== 'purging' &&
    account.identities.some((one) => one.key === identity)
  );
}
