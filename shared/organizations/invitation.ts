import * as z from 'zod/mini';
import type { OperationId } from '../audit/operation.ts';
import type { AccountName } from '../names/account-name.ts';
import type { NameKey } from '../names/name-key.ts';
import { branded, rowCodec } from '../storage/row-codec.ts';
import type { Key, Row, StoredRow } from '../storage/tables.ts';
import { isStillAdmin, type Member, Role } from './member.ts';

/** A seat offered to a user. It is removed when used, withdrawn or declined, so it is never used twice. */
const invitationColumns = z.object({
  name: branded<AccountName>(),
  role: Role,
  invitedBy: branded<AccountName>(),
  /** The inviter's `granted` at that moment: demoted and promoted again, they are no longer the admin who invited. */
  granted: branded<OperationId>(),
  operation: branded<OperationId>(),
  createdAt: z.date(),
  expiresAt: z.date(),
});
export type Invitation = z.output<typeof invitationColumns>;

export interface StoredInvitation {
  readonly etag: string;
  readonly value: Invitation;
}

export const invitationCodec = rowCodec(invitationColumns);

export const invitationPrefix = 'invitation:';

export function invitationKey(organization: NameKey, user: NameKey): Key {
  return { partition: organization, row: `${invitationPrefix}${user}` };
}

export function invitationRow(key: Key, invitation: Invitation): Row {
  return { ...key, columns: invitationCodec.encode(invitation) };
}

export function storedInvitation(row: StoredRow): StoredInvitation {
  return { etag: row.etag, value: invitationCodec.decode(row) };
}

export function isExpired(invitation: Invitation, now: Date): boolean {
  return now >= invitation.expiresAt;
}

/** Whether its sender may no longer make it: `inviter` holds the inviter's seat now. Suspended seats count as none. */
export function isVoid(invitation: Invitation, inviter: Member | undefined): boolean {
  return !isStillAdmin(inviter, invitation.granted);
}
