import type { Organization, Stored, User } from '../accounts/account.ts';
import * as accounts from '../accounts/accounts.ts';
import type { Hint } from '../hints/hint.ts';
import * as hints from '../hints/hints.ts';
import type { NameKey } from '../names/name-key.ts';
import type { Services } from '../services.ts';
import type { Page } from '../storage/pages.ts';
import { type Member, memberKey, type StoredMember } from './member.ts';
import { readMember } from './standing.ts';

export interface Membership {
  readonly organization: Organization;
  readonly member: Member;
}

/**
 * The organizations the caller is a member of, including closed ones, which an administrator may restore from here.
 * One request for a page of hints and two each.
 */
export async function list(
  services: Services,
  caller: Stored<User>,
  after: string | undefined,
): Promise<Page<Membership>> {
  return await hints.listTruths(services, caller.key, 'membership', after, (hint) => look(services, caller.key, hint));
}

async function look(services: Services, user: NameKey, hint: Hint): Promise<hints.Look<Membership>> {
  const key = hint.place.about as NameKey;
  const [root, member] = await Promise.all([accounts.read(services, key), readMember(services, key, user)]);
  const found = membershipIn(root, member);
  if (found) return { found };
  return { hint, truth: { table: 'accounts', ...memberKey(key, user) }, isOver: isOver(root, hint) };
}

function membershipIn(root: Stored | undefined, member: StoredMember | undefined): Membership | undefined {
  const organization = root?.value;
  if (!member || !organization || organization.state === 'retired' || organization.state === 'purging')
    return undefined;
  return organization.kind === 'organization' ? { organization, member: member.value } : undefined;
}

/** A root that another operation inserted rules out a creation for ever. */
function isOver(root: Stored | undefined, { value: hint }: Hint): boolean {
  if (!root) return false;
  const { state, operation } = root.value;
  return state === 'retired' || state === 'purging' || (hint.change === 'create' && operation !== hint.operation);
}
