import type { Stored, User } from '../accounts/account.ts';
import { accountNamed } from '../accounts/account-named.ts';
import { activeUser } from '../accounts/active-user.ts';
import type { OperationId } from '../audit/operation.ts';
import { announce } from '../hints/announce.ts';
import { isAccountName } from '../names/account-name.ts';
import { type NameKey, nameKey } from '../names/name-key.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import { pageOf } from '../storage/pages.ts';
import { change } from './change.ts';
import { type Invitation, invitationKey, invitationPrefix, isExpired, isVoid, storedInvitation } from './invitation.ts';
import { type Member, memberKey, memberRow, type Role } from './member.ts';
import { admit, enter, readInvitation, readMember, type Seen, standingOf } from './standing.ts';
import { withoutSeat } from './without-seat.ts';

/** The invitations of an organization, by name key, a page at a time; expired or void ones stay until cleared away. */
export async function list(
  services: Services,
  caller: Stored<User>,
  name: string,
  after: string | undefined,
): Promise<Seen<Invitation>> {
  const entered = await enter(services, caller, name, 'invitations:see');
  const page = await pageOf(services.tables, 'accounts', { partition: entered.key, prefix: invitationPrefix }, after);
  return { ...entered, page: { ...page, items: page.items.map((row) => storedInvitation(row).value) } };
}

/**
 * The caller takes the seat that was offered. Their partition is told of the membership first; then invitation, member
 * and counts change in one transaction, so an invitation is used once, even if it is withdrawn at the same moment.
 *
 * Source: DESIGN 5, "Accept".
 * @returns the role the caller has now.
 * @throws Problem `not-found`, `account-closed`, `not-allowed`, `invitation-expired`, `invitation-void`
 */
export async function accept(services: Services, caller: Stored<User>, name: string, username: string): Promise<Role> {
  return await change<Role>(services, name, async (organization, key, fresh) => {
    const isOwn = username === caller.value.name;
    const standing = isOwn ? await readInvitation(services, key, caller.key) : undefined;
    if (!standing) {
      // Perhaps accepted in another tab: a seat is what was asked for.
      const own = await readMember(services, key, caller.key);
      admit('invitation:accept', organization, name, standingOf(own));
      if (!own) throw new Error('Somebody without a seat was admitted');
      if (isOwn) return { result: own.value.role, confirms: true };
      throw new Problem('not-allowed', `Only “${username}” can accept an invitation to “${username}”.`);
    }
    const { value: invitation } = standing;
    admit('invitation:accept', organization, name, 'invited');
    const now = services.clock.now();
    if (isExpired(invitation, now)) {
      throw new Problem(
        'invitation-expired',
        `The invitation to “${organization.name}” has expired. Ask one of its administrators for a new one.`,
      );
    }
    const inviter = await readMember(services, key, nameKey(invitation.invitedBy));
    if (isVoid(invitation, inviter?.value)) {
      throw new Problem(
        'invitation-void',
        `“${invitation.invitedBy}” is no longer the administrator who invited you to “${organization.name}”. Ask one of its administrators for a new invitation.`,
      );
    }
    const operation = await announceAcceptance(services, caller, key, invitation, fresh);
    if (operation === 'stands') return 'again';
    const { role } = invitation;
    const member: Member = { name: caller.value.name, role, joinedAt: now, joined: operation, granted: operation };
    return {
      operation,
      organization: {
        ...organization,
        adminCount: organization.adminCount + (role === 'admin' ? 1 : 0),
        memberCount: organization.memberCount + 1,
        invitationCount: organization.invitationCount - 1,
      },
      rows: [
        { kind: 'remove', key: invitationKey(key, caller.key) },
        { kind: 'insert', row: memberRow(memberKey(key, caller.key), member) },
      ],
      entry: { event: 'organization:member:join', actor: caller.value.name, whom: invitation.invitedBy, role, at: now },
      result: role,
    };
  });
}

/**
 * Takes an invitation back: an administrator withdraws it, or the invitee declines.
 *
 * @returns `gone` when there was none any more.
 * @throws Problem `not-found`, `not-allowed`, `account-closed`, `no-such-account`
 */
export async function remove(
  services: Services,
  caller: Stored<User>,
  name: string,
  username: string,
): Promise<'removed' | 'gone'> {
  const isDeclining = username === caller.value.name;
  return await change<'removed' | 'gone'>(services, name, async (organization, key) => {
    const [own, found] = await Promise.all([
      readMember(services, key, caller.key),
      isAccountName(username) ? readInvitation(services, key, nameKey(username)) : undefined,
    ]);
    const invitation = found?.value.name === username ? found.value : undefined;
    admit(
      isDeclining ? 'invitation:decline' : 'invitation:withdraw',
      organization,
      name,
      standingOf(own, isDeclining && invitation !== undefined),
    );
    if (!invitation) {
      if (isDeclining && !own) return await withoutSeat(services, caller.key, key, 'gone');
      if (!isDeclining) await accountNamed(services, username);
      return { result: 'gone', confirms: true };
    }
    return {
      organization: { ...organization, invitationCount: organization.invitationCount - 1 },
      rows: [{ kind: 'remove', key: invitationKey(key, nameKey(invitation.name)) }],
      entry: {
        event: isDeclining ? 'organization:invitation:decline' : 'organization:invitation:withdraw',
        actor: caller.value.name,
        whom: invitation.name,
        role: invitation.role,
        at: services.clock.now(),
      },
      result: 'removed',
    };
  });
}

async function announceAcceptance(
  services: Services,
  caller: Stored<User>,
  key: NameKey,
  { role }: Invitation,
  operation: OperationId,
): Promise<OperationId | 'stands'> {
  return await announce(
    services,
    {
      place: { holder: caller.key, kind: 'membership', about: key },
      announcement: { change: 'accept', actor: caller.value.name, arguments: { role } },
      truth: { table: 'accounts', ...memberKey(key, caller.key) },
      root: caller,
      admit: activeUser,
    },
    operation,
  );
}
