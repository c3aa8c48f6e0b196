import type { Organization } from '../accounts/account.ts';
import { countOn } from '../accounts/daily-count.ts';
import type { NameKey } from '../names/name-key.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import { pageOf } from '../storage/pages.ts';
import { type Invitation, invitationPrefix, isExpired, storedInvitation } from './invitation.ts';
import { voidAmong } from './void-invitations.ts';

/** Strangers are written to in the organization's name, so both are limited: those waiting, and new ones in a day. */
const mostPending = 100;
const mostADay = 200;

/** A transaction takes a hundred actions, and needs some for the new invitation itself. */
const mostCleared = 90;

/** Whether one more invitation would pass a limit, if none of those that stand could be cleared away. */
export function isAtLimit(organization: Organization, now: Date): boolean {
  return organization.invitationCount >= mostPending || countOn(now, organization.invitedLately) >= mostADay;
}

/**
 * Finds room for one more invitation, or for one in the place of `standing`.
 *
 * @returns expired or void ones, to be removed by the same change; none while there is room.
 * @throws Problem `too-many-invitations`
 */
export async function makeRoom(
  services: Services,
  organization: Organization,
  key: NameKey,
  standing: Invitation | undefined,
): Promise<readonly Invitation[]> {
  if (countOn(services.clock.now(), organization.invitedLately) >= mostADay) {
    throw new Problem(
      'too-many-invitations',
      `“${organization.name}” has sent ${mostADay} invitations today, the most it may send in a day. Come back tomorrow (UTC).`,
    );
  }
  if (standing || organization.invitationCount < mostPending) return [];
  const dead = await findDead(services, key);
  if (dead.length === 0) {
    throw new Problem(
      'too-many-invitations',
      `${mostPending} invitations to “${organization.name}” are waiting for an answer, and there can be no more. Withdraw some that nobody will answer.`,
    );
  }
  return dead.slice(0, mostCleared);
}

/** The invitations that nobody can accept any longer. Two rounds of requests: all of them, then each inviter's seat. */
async function findDead(services: Services, key: NameKey): Promise<Invitation[]> {
  const { items } = await pageOf(services.tables, 'accounts', { partition: key, prefix: invitationPrefix }, undefined);
  const invitations = items.map((row) => storedInvitation(row).value);
  const voided = await voidAmong(services, key, invitations);
  const now = services.clock.now();
  return invitations.filter((one) => isExpired(one, now) || voided.includes(one));
}
