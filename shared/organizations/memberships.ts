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
 * The organizations the caller is a member of, including closed ones, which an administrator may restore from here. One
 * request for a page of hints and two each, in parallel; hints found dead are removed in passing.
 */
export async function list(
  services: Services,
  caller: Stored<User>,
  after: string | undefined,
): Promise<Page<Membership>> {
  const { items, ...page } = await hints.list(services, caller.key, 'membership', after);
  const found = await Promise.all(items.map((hint) => verify(services, caller.key, hint)));
  await hints.forgetDead(
    services,
    found.filter((one) => 'hint' in one),
  );
  return { ...page, items: found.filter((one) => 'organization' in one) };
}

async function verify(services: Services, user: NameKey, hint: Hint): Promise<Membership | hints.Truthless> {
  const key = hint.place.about as NameKey;
  const [root, member] = await Promise.all([accounts.read(services, key), readMember(services, key, user)]);
  return (
    membershipIn(root, member) ?? {
      hint,
      truth: { table: 'accounts', ...memberKey(key, user) },
      isOver: isOver(root, hint),
    }
  );
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
