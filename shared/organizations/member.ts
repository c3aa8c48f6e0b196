import * as z from 'zod/mini';
import type { Organization } from '../accounts/account.ts';
import type { OperationId } from '../audit/operation.ts';
import type { AccountName } from '../names/account-name.ts';
import type { NameKey } from '../names/name-key.ts';
import { branded, rowCodec } from '../storage/row-codec.ts';
import type { Key, Row, StoredRow } from '../storage/tables.ts';

export const Role = z.enum(['admin', 'collaborator']);
export type Role = z.output<typeof Role>;

/** With its article, within a sentence. */
export function asRole(role: Role): string {
  return role === 'admin' ? 'an administrator' : 'a collaborator';
}

/** A user in an organization. The row is the truth: without it nobody is a member, whatever hints say. */
const memberColumns = z.object({
  name: branded<AccountName>(),
  role: Role,
  joinedAt: z.date(),
  /** The operation that made the row, the same as its hint's. */
  joined: branded<OperationId>(),
  /** The operation that last changed the role; at first `joined`. Invitations are bound to it. */
  granted: branded<OperationId>(),
  /** The deletion that suspended the seat: it then has no power, and is not counted. */
  suspended: z.optional(z.string()),
});
export type Member = z.output<typeof memberColumns>;

export interface StoredMember {
  readonly etag: string;
  readonly value: Member;
}

export const memberCodec = rowCodec(memberColumns);

export const memberPrefix = 'member:';

export function memberKey(organization: NameKey, user: NameKey): Key {
  return { partition: organization, row: `${memberPrefix}${user}` };
}

export function memberRow(key: Key, member: Member): Row {
  return { ...key, columns: memberCodec.encode(member) };
}

export function storedMember(row: StoredRow): StoredMember {
  return { etag: row.etag, value: memberCodec.decode(row) };
}

/** Whether somebody has this seat with the power of its role: a suspended one has none. */
export function isSeated(member: Member | undefined): member is Member {
  return member !== undefined && member.suspended === undefined;
}

/** Whether the member is still the administrator they were when `granted`: whatever they sent rests on it. */
export function isStillAdmin(member: Member | undefined, granted: OperationId): boolean {
  return isSeated(member) && member.role === 'admin' && member.granted === granted;
}

/** The organization when a member has become another, or none. */
export function recounted(organization: Organization, before: Member, after: Member | undefined): Organization {
  const [old, now] = [weightOf(before), weightOf(after)];
  return {
    ...organization,
    adminCount: organization.adminCount - old.adminCount + now.adminCount,
    memberCount: organization.memberCount - old.memberCount + now.memberCount,
  };
}

/** What a member weighs in the counts of an organization: nothing while suspended. */
export function weightOf(member: Member | undefined): { readonly adminCount: number; readonly memberCount: number } {
  if (!isSeated(member)) return { adminCount: 0, memberCount: 0 };
  return { adminCount: member.role === 'admin' ? 1 : 0, memberCount: 1 };
}
