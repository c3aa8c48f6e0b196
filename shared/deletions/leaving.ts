import type { LivingAccount, Stored } from '../accounts/account.ts';
import * as accounts from '../accounts/accounts.ts';
import { decideAndCommit } from '../audit/decide.ts';
import type { AccountName } from '../names/account-name.ts';
import type { NameKey } from '../names/name-key.ts';
import { admit, keyOf, organizationIn, readMember, standingOf } from '../organizations/standing.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import * as ownSessions from '../sessions/own-sessions.ts';
import { isFresh, sessionId } from '../sessions/session.ts';
import type { SignedIn } from '../sessions/sessions.ts';

/** An account, and the person who asks for its deletion or for restoring it. */
export interface Leaving {
  readonly key: NameKey;
  readonly actor: AccountName;
  /** Whether the person proved who they are within the last ten minutes. */
  readonly isFresh: boolean;
  /**
   * The account in a root, if the actor may do this to it at this moment. Asked of every root that is about to be
   * swapped, so that of two people who act on each other one is refused. Throws a `Problem` if not.
   */
  accountIn(root: Stored | undefined, doing: 'request' | 'restore'): Promise<Stored<LivingAccount>>;
}

/**
 * The account as it is now, if the actor may.
 *
 * @param isAnswer whether nothing needs to be done to it: the opposite, if it was sent before, then never comes.
 */
export async function readAdmitted(
  services: Services,
  leaving: Leaving,
  doing: 'request' | 'restore',
  isAnswer: (account: LivingAccount) => boolean = () => false,
): Promise<Stored<LivingAccount>> {
  const place = accounts.placeOf(services, leaving.key, { refusesByRows: true });
  return await decideAndCommit(services, place, async (root) => {
    const account = await leaving.accountIn(root, doing);
    return { result: account, confirms: isAnswer(account.value) };
  });
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
    accountIn: async (root) => ownSessions.userOf(services, root, sessionId(caller.session)),
  };
}

/** An organization of exactly this name, led by one of its administrators. @throws Problem `not-found` */
export function organizationNamed(services: Services, caller: SignedIn, name: string): Leaving {
  const key = keyOf(name);
  return {
    key,
    actor: caller.account.value.name,
    isFresh: isFresh(caller.session, services.clock.now()),
    async accountIn(root, doing) {
      const organization = organizationIn(root);
      const standing = standingOf(await readMember(services, key, caller.account.key));
      admit(`deletion:${doing}`, organization.value, name, standing);
      return organization;
    },
  };
}
