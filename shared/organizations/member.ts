import * as z from 'zod/mini';
import type { OperationId } from '../audit/operation.ts';
import type { AccountName } from '../names/account-name.ts';
import type { NameKey } from '../names/name-key.ts';
import { branded, rowCodec } from '../storage/row-codec.ts';
import type { Key, Row, StoredRow } from '../storage/tables.ts';

export const Role = z.enum(['admin', 'collaborator']);
export type Role = z.output<typeof Role>;

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

/** What a member weighs in the counts of its organization: nothing while suspended. */
export function weightOf({ role, suspended }: Member): { readonly adminCount: number; readonly memberCount: number } {
  if (suspended !== undefined) return { adminCount: 0, memberCount: 0 };
  return { adminCount: role === 'admin' ? 1 : 0, memberCount: 1 };
}
