import { type NameKey, nameKey } from '../names/name-key.ts';
import type { Services } from '../services.ts';
import { type Invitation, isVoid } from './invitation.ts';
import { readMember } from './standing.ts';

/** Those of an organization's invitations that lost their ground. One request for each inviter's seat, in parallel. */
export async function voidAmong(
  services: Services,
  key: NameKey,
  invitations: readonly Invitation[],
): Promise<readonly Invitation[]> {
  const inviters = new Map(
    await Promise.all(
      [...new Set(invitations.map(({ invitedBy }) => invitedBy))].map(
        async (name) => [name, await readMember(services, key, nameKey(name))] as const,
      ),
    ),
  );
  return invitations.filter((one) => isVoid(one, inviters.get(one.invitedBy)?.value));
}
