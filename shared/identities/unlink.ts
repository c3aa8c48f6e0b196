import type { LinkedIdentity, Stored } from '../accounts/account.ts';
import * as accounts from '../accounts/accounts.ts';
import * as pointers from '../accounts/identity-pointers.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import * as ownSessions from '../sessions/own-sessions.ts';
import { sessionId } from '../sessions/session.ts';
import type { SignedIn } from '../sessions/sessions.ts';

/**
 * Removes one of the caller's Microsoft accounts and, in the same change, ends every session opened with it. If it is
 * already gone, nothing changes.
 *
 * The root first, which is the truth; then the pointer, and only the one that was read before: linking the identity
 * again meanwhile writes a new pointer, and that one stays. A pointer that is left behind does not count.
 *
 * Source: DESIGN 5, "Claim a username".
 * @param id the identity's key, from anybody's hand.
 * @throws Problem `last-identity`; `account-closed`; `not-signed-in` when the caller's session has ended meanwhile.
 */
export async function unlink(services: Services, caller: SignedIn, id: string): Promise<void> {
  const linked = await linkedIdentity(services, caller, id);
  if (!linked) return;
  const pointer = await pointers.read(services, linked.key);
  const isUnlinked = await accounts.change<boolean>(
    services,
    caller.account.key,
    (current) => decide(services, caller, linked, current),
    caller.account,
  );
  if (isUnlinked && pointer?.value.nameKey === caller.account.key) {
    await pointers.remove(services, linked.key, pointer);
  }
}

/** No request if the account lists the identity; else one, so that a link that was given up does not come late. */
async function linkedIdentity(services: Services, caller: SignedIn, id: string): Promise<LinkedIdentity | undefined> {
  return await accounts.change<LinkedIdentity | undefined>(
    services,
    caller.account.key,
    (current) => {
      const { value: user } = ownSessions.userOf(services, current, sessionId(caller.session));
      const linked = user.identities.find(({ key }) => key === id);
      return { result: linked, confirms: linked === undefined };
    },
    caller.account,
  );
}

/** True if this very change removed the identity; only then may we remove the pointer read earlier. */
function decide(
  services: Services,
  caller: SignedIn,
  { key, label }: LinkedIdentity,
  current: Stored | undefined,
): accounts.Decision<boolean> {
  const { value: user } = ownSessions.userOf(services, current, sessionId(caller.session));
  if (user.state !== 'active') throw new Problem('account-closed');
  if (!user.identities.some((one) => one.key === key)) return { result: false, confirms: true };
  if (user.identities.length === 1) {
    throw new Problem(
      'last-identity',
      `${label} is the only Microsoft account that leads to ${user.name}. Add another before you unlink it, or nobody will be able to sign in as ${user.name}.`,
    );
  }
  return {
    user: {
      ...user,
      identities: user.identities.filter((one) => one.key !== key),
      sessions: user.sessions.filter((one) => one.identity !== key),
    },
    entry: {
      event: 'user:identity:unlink',
      actor: user.name,
      at: services.clock.now(),
      browser: caller.session.browser,
      label,
    },
    result: true,
  };
}
