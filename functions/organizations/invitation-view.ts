import * as z from 'zod/mini';
import type { Invitation } from '../../shared/organizations/invitation.ts';
import { Role } from '../../shared/organizations/member.ts';

/** An invitation as the administrators see it. */
export const InvitationView = z.strictObject({
  username: z.string(),
  role: Role,
  invitedBy: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});

export function viewOf({ name, role, invitedBy, createdAt, expiresAt }: Invitation) {
  return {
    username: name,
    role,
    invitedBy,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}
