import type { Stored, User } from '../accounts/account.ts';
import * as accounts from '../accounts/accounts.ts';
import type { OperationId } from '../audit/operation.ts';
import * as hints from '../hints/hints.ts';
import { isAccountName } from '../names/account-name.ts';
import { type NameKey, nameKey } from '../names/name-key.ts';
import { isSeated, type Role } from '../organizations/member.ts';
import { readMember } from '../organizations/standing.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import { isSuspended, type StoredOwner } from './owner.ts';

/** One way in which a user acts for an owner of a package: as that owner, or by a seat in it. */
export interface Way {
  readonly owner: StoredOwner;
  readonly role: 'owner' | Role;
  /** The seat's. */
  readonly granted?: OperationId;
}

/** It lets one manage owners and offers; a collaborator only publishes. */
export function isManaging({ role }: Way): boolean {
  return role !== 'collaborator';
}

/**
 * Every way in which an active user acts for an owner, from current rows, their own ownership first. One query tells
 * which owners they may have a seat in; each of those takes two requests.
 */
export async function waysOf(services: Services, user: NameKey, owners: readonly StoredOwner[]): Promise<Way[]> {
  const counted = owners.filter((owner) => !isSuspended(owner));
  const others = counted.filter(({ key }) => key !== user);
  const possible = await hints.among(
    services,
    user,
    'membership',
    others.map(({ key }) => key),
  );
  const seats = await Promise.all(
    others.filter(({ key }) => possible.has(key)).map((owner) => wayThrough(services, user, owner)),
  );
  const own = counted.filter(({ key }) => key === user).map((owner): Way => ({ owner, role: 'owner' }));
  return [...own, ...seats.filter((way) => way !== undefined)];
}

async function wayThrough(services: Services, user: NameKey, owner: StoredOwner): Promise<Way | undefined> {
  const [root, member] = await Promise.all([accounts.read(services, owner.key), readMember(services, owner.key, user)]);
  if (root?.value.kind !== 'organization' || root.value.state !== 'active' || !isSeated(member?.value))
    return undefined;
  return { owner, role: member.value.role, granted: member.value.granted };
}

/** Whether the caller may act for the account in this root: it is their own, or one they administer. */
export async function mayActFor(services: Services, caller: Stored<User>, { key, value }: Stored): Promise<boolean> {
  if (key === caller.key) return true;
  if (value.kind !== 'organization') return false;
  const member = await readMember(services, key, caller.key);
  return isSeated(member?.value) && member.value.role === 'admin';
}

/**
 * The active account of exactly this name, if the caller may act for it. Undefined otherwise, whether or not such an
 * account exists.
 *
 * @throws Problem `account-closed` for an organization on its way out
 */
export async function ownAccountNamed(
  services: Services,
  caller: Stored<User>,
  name: string,
): Promise<Stored | undefined> {
  if (name === caller.value.name) return caller;
  if (!isAccountName(name)) return undefined;
  const [root, member] = await Promise.all([
    accounts.read(services, nameKey(name)),
    readMember(services, nameKey(name), caller.key),
  ]);
  if (root?.value.name !== name || root.value.kind !== 'organization') return undefined;
  if (!isSeated(member?.value) || member.value.role !== 'admin') return undefined;
  if (root.value.state !== 'active') {
    throw new Problem(
      'account-closed',
      `The organization “${name}” is closed, or about to be. Nothing can be done for it.`,
    );
  }
  return root;
}
