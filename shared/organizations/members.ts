import type { Organization, Stored, User } from '../accounts/account.ts';
import { accountNamed } from '../accounts/account-named.ts';
import { isAccountName } from '../names/account-name.ts';
import { type NameKey, nameKey } from '../names/name-key.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import { pageOf } from '../storage/pages.ts';
import { change } from './change.ts';
import {
  type Member,
  memberKey,
  memberPrefix,
  memberRow,
  type Role,
  recounted,
  type StoredMember,
  storedMember,
} from './member.ts';
import { admit, enter, readMember, type Seen, standingOf } from './standing.ts';
import { withoutSeat } from './without-seat.ts';

/** Everybody in an organization, by name key, a page at a time, including suspended members. */
export async function list(
  services: Services,
  caller: Stored<User>,
  name: string,
  after: string | undefined,
): Promise<Seen<Member>> {
  const entered = await enter(services, caller, name, 'members:see');
  const page = await pageOf(services.tables, 'accounts', { partition: entered.key, prefix: memberPrefix }, after);
  return { ...entered, page: { ...page, items: page.items.map((row) => storedMember(row).value) } };
}

/**
 * Gives a member another role. Invitations become void when their sender stops being an administrator, and stay void if
 * the sender becomes one again. Asking for the role one already has succeeds, so that a demoted administrator can
 * repeat the request.
 *
 * @throws Problem `not-found`, `not-allowed`, `account-closed`; `no-such-account` for a non-member; `last-admin`
 */
export async function changeRole(
  services: Services,
  caller: Stored<User>,
  name: string,
  username: string,
  role: Role,
): Promise<Member> {
  return await change(services, name, async (organization, key, operation) => {
    const { own, target } = await readSeats(services, key, caller, username);
    const isRepeat = target?.value.role === role;
    const isKeeping = isRepeat && target === own;
    admit(isKeeping ? 'member:keep-role' : 'member:change-role', organization, name, standingOf(own));
    if (!target) throw await noSuchMember(services, organization, username);
    if (isRepeat) return { result: target.value, confirms: true };

    const changed: Member = { ...target.value, role, granted: operation };
    return {
      organization: counted(organization, target.value, changed),
      rows: [{ kind: 'replace', row: memberRow(memberKey(key, nameKey(changed.name)), changed), etag: target.etag }],
      entry: {
        event: 'organization:member:change-role',
        actor: caller.value.name,
        whom: changed.name,
        role,
        at: services.clock.now(),
      },
      result: changed,
    };
  });
}

/**
 * Takes a member out of the organization, or lets the caller leave it. Their power ends with this transaction, since
 * every request reads the member row. The user's hint stays until a reader finds that it is dead.
 *
 * @throws Problem `not-found`, `not-allowed`, `account-closed`, `no-such-account`, `last-admin`
 */
export async function remove(services: Services, caller: Stored<User>, name: string, username: string): Promise<void> {
  const isLeaving = username === caller.value.name;
  await change<void>(services, name, async (organization, key) => {
    const { own, target } = await readSeats(services, key, caller, username);
    admit(isLeaving ? 'member:leave' : 'member:remove', organization, name, standingOf(own));
    if (!target) {
      if (isLeaving) return await withoutSeat(services, caller.key, key, undefined);
      await accountNamed(services, username);
      return { result: undefined, confirms: true };
    }
    return {
      organization: counted(organization, target.value, undefined),
      rows: [{ kind: 'remove', key: memberKey(key, nameKey(target.value.name)) }],
      entry: {
        event: isLeaving ? 'organization:member:leave' : 'organization:member:remove',
        actor: caller.value.name,
        whom: target.value.name,
        at: services.clock.now(),
      },
      result: undefined,
    };
  });
}

/** The caller's seat and the one that is meant, which may be the same, in parallel. */
async function readSeats(
  services: Services,
  key: NameKey,
  caller: Stored<User>,
  username: string,
): Promise<{ own: StoredMember | undefined; target: StoredMember | undefined }> {
  if (username === caller.value.name) {
    const own = await readMember(services, key, caller.key);
    return { own, target: own };
  }
  const [own, target] = await Promise.all([
    readMember(services, key, caller.key),
    isAccountName(username) ? readMember(services, key, nameKey(username)) : undefined,
  ]);
  return { own, target: target?.value.name === username ? target : undefined };
}

/** The organization after a member's row changed or went. @throws Problem `last-admin` */
function counted(organization: Organization, before: Member, after: Member | undefined): Organization {
  const changed = recounted(organization, before, after);
  if (changed.adminCount < 1) {
    throw new Problem(
      'last-admin',
      `“${before.name}” is the only administrator of “${organization.name}”. Make somebody else an administrator first, or delete the organization.`,
    );
  }
  return changed;
}

async function noSuchMember(services: Services, organization: Organization, username: string): Promise<Problem> {
  await accountNamed(services, username);
  return new Problem('not-found', `“${username}” is not a member of “${organization.name}”.`);
}
