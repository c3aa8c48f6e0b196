import type { LivingAccount, Stored, User } from '../accounts/account.ts';
import * as accounts from '../accounts/accounts.ts';
import { decisionTries } from '../audit/decide.ts';
import type { AccountName } from '../names/account-name.ts';
import type { NameKey } from '../names/name-key.ts';
import type { ChangingRight } from '../organizations/policy.ts';
import { admit, enter, keyOf, organizationIn, readMember, standingOf } from '../organizations/standing.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import * as ownSessions from '../sessions/own-sessions.ts';
import { isFresh, sessionId } from '../sessions/session.ts';
import type { SignedIn } from '../sessions/sessions.ts';

/** An account, and somebody who may lead it out or back. */
export interface Leaving {
  readonly key: NameKey;
  readonly actor: AccountName;
  /** Whether the person proved who they are within the last ten minutes. */
  readonly isFresh: boolean;
  /**
   * The account in a root, if the actor may do this to it at this moment. Asked of every root that is about to be
   * swapped, so that of two who act on each other one is refused. Throws a `Problem` where not.
   */
  admit(root: Stored | undefined, doing: 'request' | 'restore'): Promise<Stored<LivingAccount>>;
}

/**
 * The account as it is now, if the actor may. A refusal rests on several rows, and is believed if the root is as it was
 * before they were read.
 */
export async function readAdmitted(
  services: Services,
  leaving: Leaving,
  doing: 'request' | 'restore',
): Promise<Stored<LivingAccount>> {
  let root = await accounts.read(services, leaving.key);
  for (let tries = 1; ; tries += 1) {
    try {
      return await leaving.admit(root, doing);
    } catch (error) {
      if (!(error instanceof Problem) || tries === decisionTries) throw error;
      const now = await accounts.read(services, leaving.key);
      if (now?.etag === root?.etag) throw error;
      root = now;
    }
  }
}

/** Whether the account is on its way out, as far as the actor may know: of strangers' organizations nothing is told. */
export async function hasBegun(services: Services, leaving: Leaving): Promise<boolean> {
  try {
    return (await readAdmitted(services, leaving, 'request')).value.state !== 'active';
  } catch (error) {
    if (error instanceof Problem) return error.code === 'account-closed';
    throw error;
  }
}

/** One's own account. */
export function ownAccount(services: Services, caller: SignedIn): Leaving {
  return {
    key: caller.account.key,
    actor: caller.account.value.name,
    isFresh: isFresh(caller.session, services.clock.now()),
    async admit(root) {
      const value = ownSessions.userOf(services, root, sessionId(caller.session));
      return { key: caller.account.key, etag: root?.etag ?? '', value };
    },
  };
}

/** An organization of exactly this name, led by one of its administrators. @throws Problem `not-found` */
export function organizationNamed(services: Services, caller: SignedIn, name: string): Leaving {
  const key = keyOf(name);
  const rights = { request: 'deletion:request', restore: 'deletion:restore' } as const satisfies Record<
    string,
    ChangingRight
  >;
  return {
    key,
    actor: caller.account.value.name,
    isFresh: isFresh(caller.session, services.clock.now()),
    async admit(root, doing) {
      const organization = organizationIn(root);
      admit(rights[doing], organization, name, standingOf(await readMember(services, key, caller.account.key)));
      return { key, etag: root?.etag ?? '', value: organization };
    },
  };
}

/** An organization whose deletion its administrator may look at. */
export async function seenOrganization(
  services: Services,
  caller: Stored<User>,
  name: string,
): Promise<Stored<LivingAccount>> {
  const { key } = await enter(services, caller, name, 'deletion:see');
  const root = await accounts.read(services, key);
  return { key, etag: root?.etag ?? '', value: organizationIn(root) };
}
