import type { Organization, Stored, User } from '../accounts/account.ts';
import * as accounts from '../accounts/accounts.ts';
import type { Hint } from '../hints/hint.ts';
import * as hints from '../hints/hints.ts';
import { type NameKey, nameKey } from '../names/name-key.ts';
import type { Services } from '../services.ts';
import type { Page } from '../storage/pages.ts';
import { type Invitation, invitationKey, isExpired, isVoid, type StoredInvitation } from './invitation.ts';
import { readInvitation, readMember } from './standing.ts';

export interface ReceivedInvitation {
  readonly organization: Organization;
  readonly invitation: Invitation;
}

/**
 * The invitations that the caller could accept now: from active organizations, not expired, and sent by somebody who is
 * still that administrator. One request for a page of hints and three each.
 */
export async function list(
  services: Services,
  caller: Stored<User>,
  after: string | undefined,
): Promise<Page<ReceivedInvitation>> {
  return await hints.listTruths(services, caller.key, 'invited', after, (hint) => look(services, caller.key, hint));
}

/** Undefined for one that stands but cannot be accepted now. */
async function look(services: Services, user: NameKey, hint: Hint): Promise<hints.Look<ReceivedInvitation>> {
  const key = hint.place.about as NameKey;
  const [root, standing] = await Promise.all([accounts.read(services, key), readInvitation(services, key, user)]);
  const state = root?.value.state;
  const isOver = state === 'retired' || state === 'purging';
  if (!standing || isOver) return { hint, truth: { table: 'accounts', ...invitationKey(key, user) }, isOver };
  const found = await receivedIn(services, root, key, standing);
  return found && { found };
}

async function receivedIn(
  services: Services,
  root: Stored | undefined,
  key: NameKey,
  { value: invitation }: StoredInvitation,
): Promise<ReceivedInvitation | undefined> {
  const organization = root?.value;
  if (organization?.state !== 'active' || organization.kind !== 'organization') return undefined;
  if (isExpired(invitation, services.clock.now())) return undefined;
  const inviter = await readMember(services, key, nameKey(invitation.invitedBy));
  return isVoid(invitation, inviter?.value) ? undefined : { organization, invitation };
}
