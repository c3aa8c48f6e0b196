import * as z from 'zod/mini';
import type { OperationId } from '../audit/operation.ts';
import type { IdentityKey } from '../identity/identity-key.ts';
import type { AccountName } from '../names/account-name.ts';
import { type NameKey, nameKey } from '../names/name-key.ts';
import { branded, isoMoment, jsonColumn, rowCodec } from '../storage/row-codec.ts';
import type { Row, StoredRow } from '../storage/tables.ts';
import { DailyCount } from './daily-count.ts';

/** A Microsoft sign-in that belongs to a user. `label` is masked and helps its owner recognise it. */
const LinkedIdentity = z.object({
  key: branded<IdentityKey>(),
  kind: z.enum(['personal', 'work']),
  label: z.string(),
  since: isoMoment,
});
export type LinkedIdentity = z.output<typeof LinkedIdentity>;

/**
 * One signed-in browser. It lies in the root, so that one point read authenticates a request, tells the account's
 * state, and sees what another process ended a moment ago.
 */
const SessionRecord = z.object({
  /** The hash of the secret in the cookie. */
  hash: z.string(),
  identity: branded<IdentityKey>(),
  createdAt: isoMoment,
  seenAt: isoMoment,
  /** When the person last proved who they are, as the provider said; absent: never fresh. */
  authenticatedAt: z.optional(isoMoment),
  /** Such as `Firefox on Linux`. */
  browser: z.string(),
});
export type SessionRecord = z.output<typeof SessionRecord>;

/** Before only the name is left. */
const livingState = z.enum(['active', 'closing', 'closed', 'restoring', 'purging']);

/** Present only while an account is on its way out. */
const deletionColumns = {
  /** The deletion's id, which is the beginning of the ids of its steps. */
  deletion: z.optional(branded<OperationId>()),
  /** Until then it can be restored. Present once it was closed. */
  purgeAfter: z.optional(z.date()),
};

const userColumns = z.object({
  kind: z.literal('user'),
  name: branded<AccountName>(),
  state: livingState,
  createdAt: z.date(),
  /** The claim that made the account; the root is that claim's proof. */
  operation: branded<OperationId>(),
  /** One to three. */
  identities: jsonColumn(z.array(LinkedIdentity)),
  /** At most ten; a further one replaces the least recently seen. */
  sessions: jsonColumn(z.array(SessionRecord)),
  /** Organizations this user began to create: in all, and on the last such day. Absent: none yet. */
  organizationsCreated: z.optional(z.int()),
  organizationsCreatedLately: z.optional(jsonColumn(DailyCount)),
  ...deletionColumns,
});
export type User = z.output<typeof userColumns>;

const organizationColumns = z.object({
  kind: z.literal('organization'),
  name: branded<AccountName>(),
  state: livingState,
  createdAt: z.date(),
  /** The change that made the organization; its entry says who did it. */
  operation: branded<OperationId>(),
  /** Counts the member rows that are not suspended. */
  adminCount: z.int(),
  memberCount: z.int(),
  /** Counts the invitation rows, including those that expired or became void. */
  invitationCount: z.int(),
  /** New invitations on the last day there were any. Absent: none yet. */
  invitedLately: z.optional(jsonColumn(DailyCount)),
  ...deletionColumns,
});
export type Organization = z.output<typeof organizationColumns>;

/** What remains of a name for ever. */
const retiredColumns = z.object({
  kind: z.enum(['user', 'organization']),
  name: branded<AccountName>(),
  state: z.literal('retired'),
  /** `2026-11-24` */
  retiredOn: z.string(),
  operation: branded<OperationId>(),
});
export type Retired = z.output<typeof retiredColumns>;

/** What owns packages: both kinds alike. */
export type LivingAccount = User | Organization;
export type Account = LivingAccount | Retired;

/** A root as it was read: a decision based on it holds as long as its ETag does. */
export interface Stored<T extends Account = Account> {
  readonly key: NameKey;
  readonly etag: string;
  readonly value: T;
}

export const userCodec = rowCodec(userColumns);
export const organizationCodec = rowCodec(organizationColumns);
export const retiredCodec = rowCodec(retiredColumns);

export const retiredColumnNames = Object.keys(retiredCodec.schema.shape);

export function rootKey(key: NameKey) {
  return { partition: key, row: 'account' };
}

export function rootRow(account: Account): Row {
  return { ...rootKey(nameKey(account.name)), columns: columnsOf(account) };
}

function columnsOf(account: Account) {
  if (account.state === 'retired') return retiredCodec.encode(account);
  return account.kind === 'user' ? userCodec.encode(account) : organizationCodec.encode(account);
}

export function storedAccount(row: StoredRow): Stored {
  return { key: row.partition as NameKey, etag: row.etag, value: accountIn(row) };
}

function accountIn(row: StoredRow): Account {
  if (row.columns.state === 'retired') return retiredCodec.decode(row);
  return row.columns.kind === 'organization' ? organizationCodec.decode(row) : userCodec.decode(row);
}

/** The root if it is of a user who may still sign in with `identity`. */
export function holderIn(root: Stored | undefined, identity: IdentityKey): Stored<User> | undefined {
  return root && isHeldBy(root.value, identity) ? { ...root, value: root.value } : undefined;
}

/** Whether the account is a user who may still sign in with `identity`: the test of an identity pointer. */
export function isHeldBy(account: Account | undefined, identity: IdentityKey): account is User {
  return (
    account !== undefined &&
    account.state !== 'retired' &&
    account.state !== 'purging' &&
    account.kind === 'user' &&
    account.identities.some((one) => one.key === identity)
  );
}
