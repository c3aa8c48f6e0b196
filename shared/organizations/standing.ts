import type { Organization, Stored, User } from '../accounts/account.ts';
import * as accounts from '../accounts/accounts.ts';
import { isAccountName } from '../names/account-name.ts';
import { type NameKey, nameKey } from '../names/name-key.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import type { Page } from '../storage/pages.ts';
import { invitationKey, type StoredInvitation, storedInvitation } from './invitation.ts';
import { isSeated, memberKey, type StoredMember, storedMember } from './member.ts';
import { type ChangingRight, may, type ReadingRight, type Right, ruleOf, type Standing } from './policy.ts';

/** Somebody before an organization, and what they may do there. */
export interface Entered {
  readonly organization: Organization;
  readonly key: NameKey;
  readonly standing: Standing;
}

/** A part of an organization, as somebody who entered sees it. */
export interface Seen<T> extends Entered {
  readonly page: Page<T>;
}

/** Reads the caller's standing for something that changes nothing. Two requests. */
export async function enter(
  services: Services,
  caller: Stored<User>,
  name: string,
  right: ReadingRight,
): Promise<Entered> {
  const key = keyOf(name);
  const { value: organization } = organizationIn(await accounts.read(services, key));
  const standing = standingOf(await readMember(services, key, caller.key));
  check(right, organization, name, standing);
  return { organization, key, standing };
}

/** One request. */
export async function readMember(
  { tables }: Services,
  organization: NameKey,
  user: NameKey,
): Promise<StoredMember | undefined> {
  const row = await tables.read('accounts', memberKey(organization, user));
  return row && storedMember(row);
}

/** One request. */
export async function readInvitation(
  { tables }: Services,
  organization: NameKey,
  user: NameKey,
): Promise<StoredInvitation | undefined> {
  const row = await tables.read('accounts', invitationKey(organization, user));
  return row && storedInvitation(row);
}

/** The partition of an organization with this name. @throws Problem `not-found` where there can be none. */
export function keyOf(name: string): NameKey {
  if (!isAccountName(name)) throw notFound();
  return nameKey(name);
}

/** The organization in a root, whatever its exact name. @throws Problem `not-found` */
export function organizationIn(root: Stored | undefined): Stored<Organization> {
  const account = root?.value;
  if (
    !root ||
    !account ||
    account.state === 'retired' ||
    account.state === 'purging' ||
    account.kind !== 'organization'
  ) {
    throw notFound();
  }
  return { ...root, value: account };
}

/** A suspended seat gives no standing: its user cannot act, and is nobody's admin. */
export function standingOf(member: StoredMember | undefined, isInvited = false): Standing {
  if (isSeated(member?.value)) return member.value.role;
  return isInvited ? 'invited' : 'stranger';
}

/** Admits those who may make this change. @throws Problem `not-found`, `account-closed`, `not-allowed` */
export function admit(right: ChangingRight, organization: Organization, asked: string, standing: Standing): void {
  check(right, organization, asked, standing);
}

/**
 * Admits those who may do this, by the policy. A non-member is told the same as if there were no such organization; a
 * member is told what is missing, and the right spelling of its name.
 */
function check(right: Right, organization: Organization, asked: string, standing: Standing): void {
  const isMember = standing === 'admin' || standing === 'collaborator';
  const isMisspelt = organization.name !== asked;
  if (!isMember && (isMisspelt || !may(right, standing, organization.state))) throw notFound();
  if (isMisspelt) {
    throw new Problem('not-found', `The organization you mean is called “${organization.name}”.`, {
      extensions: { name: organization.name },
    });
  }
  const { states, allows } = ruleOf(right);
  // A member is told that it is closed, whatever they asked for.
  if (!states.includes(organization.state) || (organization.state === 'closed' && !allows.includes(standing))) {
    throw new Problem(
      'account-closed',
      organization.state === 'closed'
        ? `The organization “${organization.name}” is closed. Until it is gone, an administrator can restore it.`
        : `The organization “${organization.name}” is being closed or restored. Try again when that is done.`,
    );
  }
  if (!allows.includes(standing)) {
    throw new Problem(
      'not-allowed',
      `Only an administrator of “${organization.name}” may do this; you are a collaborator.`,
    );
  }
}

/** One sentence for all: it names nothing, so it tells nothing. */
function notFound(): Problem {
  return new Problem(
    'not-found',
    'There is no organization with this name that you may see, or nothing at this place in it.',
  );
}
