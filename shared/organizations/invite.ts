import type { Stored, User } from '../accounts/account.ts';
import { exactly } from '../accounts/account-named.ts';
import * as accounts from '../accounts/accounts.ts';
import { oneMore } from '../accounts/daily-count.ts';
import type { OperationId } from '../audit/operation.ts';
import { day, later } from '../clock.ts';
import { announce } from '../hints/announce.ts';
import type { AccountName } from '../names/account-name.ts';
import { type NameKey, nameKey } from '../names/name-key.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import type { Action, StoredRow } from '../storage/tables.ts';
import { change } from './change.ts';
import {
  type Invitation,
  invitationKey,
  invitationRow,
  isExpired,
  isVoid,
  type StoredInvitation,
  storedInvitation,
} from './invitation.ts';
import { isAtLimit, makeRoom } from './invitation-limits.ts';
import { asRole, type Role, type StoredMember } from './member.ts';
import { admit, readInvitation, readMember, standingOf } from './standing.ts';

export interface Invited {
  /** `repeated`: the same inviter offered the same before, and the offer stands. */
  readonly outcome: 'created' | 'repeated';
  readonly invitation: Invitation;
}

/**
 * Offers a seat to a user. The invitee's partition is told first, under a root that is active at that moment; then the
 * invitation is written under the organization's root. An expired or void invitation in the way is replaced.
 *
 * It does not first ask whether one is in the way: the hint and the insert would say so, and that is rare.
 *
 * Source: DESIGN 5, "Invite".
 * @throws Problem `not-found`, `not-allowed`, `account-closed`, `no-such-account`, `not-a-user`, `already-member`,
 *   `already-invited`, `too-many-invitations`
 */
export async function invite(
  services: Services,
  caller: Stored<User>,
  name: string,
  username: AccountName,
  role: Role,
): Promise<Invited> {
  const invitee = nameKey(username);
  let isFirstTry = true;
  return await change<Invited>(services, name, async (organization, key, fresh) => {
    const now = services.clock.now();
    const mustLook = !isFirstTry || isAtLimit(organization, now);
    isFirstTry = false;
    const [own, seat, root, standing] = await Promise.all([
      readMember(services, key, caller.key),
      readMember(services, key, invitee),
      accounts.read(services, invitee),
      mustLook ? readInvitation(services, key, invitee) : undefined,
    ]);
    admit('invitation:send', organization, name, standingOf(own));
    const holder = inviteeIn(root, username);
    if (!own) throw new Error('Somebody without a seat was admitted');
    if (seat) throw new Problem('already-member', `“${username}” is a member of “${organization.name}” already.`);
    if (standing && (await isUsable(services, key, standing.value, own))) {
      const { invitedBy, role: offered } = standing.value;
      if (invitedBy === caller.value.name && offered === role) {
        return { result: { outcome: 'repeated', invitation: standing.value }, confirms: true };
      }
      throw new Problem(
        'already-invited',
        `“${username}” has been invited as ${asRole(offered)} by “${invitedBy}” and has not answered yet. To offer something else, withdraw that invitation first.`,
      );
    }
    const cleared = await makeRoom(services, organization, key, standing?.value);
    const operation = await announceInvitation(services, caller, key, holder, role, standing, fresh);
    if (operation === 'stands') return 'again';

    const invitation: Invitation = {
      name: username,
      role,
      invitedBy: caller.value.name,
      granted: own.value.granted,
      operation,
      createdAt: now,
      expiresAt: later(now, services.config.invitationLifetimeDays * day),
    };
    const row = invitationRow(invitationKey(key, invitee), invitation);
    return {
      operation,
      organization: {
        ...organization,
        invitationCount: organization.invitationCount - cleared.length + (standing ? 0 : 1),
        invitedLately: oneMore(now, organization.invitedLately),
      },
      rows: [
        standing ? { kind: 'replace', row, etag: standing.etag } : { kind: 'insert', row },
        ...cleared.map((gone): Action => ({ kind: 'remove', key: invitationKey(key, nameKey(gone.name)) })),
      ],
      entry: { event: 'organization:invitation:send', actor: caller.value.name, whom: username, role, at: now },
      result: { outcome: 'created', invitation },
    };
  });
}

/** The invitee: a user, and active. @throws Problem `no-such-account`, `not-a-user` */
function inviteeIn(root: Stored | undefined, username: AccountName): Stored<User> {
  const found = exactly(root, username);
  const account = found.value;
  if (account.kind !== 'user') {
    throw new Problem('not-a-user', `“${username}” is an organization. Only a user can be invited.`);
  }
  if (account.state !== 'active') {
    throw new Problem('no-such-account', `The account “${username}” was closed, so it cannot be invited.`);
  }
  return { ...found, value: account };
}

/** Whether it can be accepted now, leaving aside the state of the invitee. */
async function isUsable(services: Services, key: NameKey, invitation: Invitation, own: StoredMember): Promise<boolean> {
  if (isExpired(invitation, services.clock.now())) return false;
  const inviter =
    invitation.invitedBy === own.value.name ? own : await readMember(services, key, nameKey(invitation.invitedBy));
  return !isVoid(invitation, inviter?.value);
}

/** `over` is the invitation that this one replaces. */
async function announceInvitation(
  services: Services,
  caller: Stored<User>,
  key: NameKey,
  invitee: Stored<User>,
  role: Role,
  over: StoredInvitation | undefined,
  operation: OperationId,
): Promise<OperationId | 'stands'> {
  return await announce(
    services,
    {
      place: { holder: invitee.key, kind: 'invited', about: key },
      announcement: { change: 'invite', actor: caller.value.name, arguments: { role } },
      truth: { table: 'accounts', ...invitationKey(key, invitee.key) },
      root: invitee,
      admit: (root) => inviteeIn(root, invitee.value.name).value,
      replaces: (row: StoredRow) => storedInvitation(row).value.operation === over?.value.operation,
    },
    operation,
  );
}
