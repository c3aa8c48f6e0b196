import type { SessionRecord, Stored, User } from '../accounts/account.ts';
import * as accounts from '../accounts/accounts.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import { isLive, sessionId } from './session.ts';
import { liveSession, type SignedIn } from './sessions.ts';

/** The caller's live sessions, the last seen first. No request: the root is in hand. */
export function list({ config, clock }: Services, { account }: SignedIn): readonly SessionRecord[] {
  return account.value.sessions
    .filter((one) => isLive(one, config, clock.now()))
    .toSorted((a, b) => b.seenAt.getTime() - a.seenAt.getTime());
}

/**
 * The account this session may change, checked at the moment of writing and not only when the request arrived: if two
 * browsers end each other, one survives.
 *
 * @throws Problem `not-signed-in` when the session has ended meanwhile.
 */
export function userOf(services: Services, current: Stored | undefined, session: string): Stored<User> {
  const asking = liveSession(services, current, (one) => sessionId(one) === session);
  if (!asking) throw new Problem('not-signed-in', 'This session was ended in the meantime. Please sign in again.');
  return asking.account;
}

/** Ends one of the caller's sessions by its id; if it has already ended, nothing changes. Two requests in all. */
export async function endOne(services: Services, caller: SignedIn, id: string): Promise<void> {
  await endSome(services, caller, 'user:session:end', (session) => sessionId(session) === id);
}

/** Ends all of the caller's sessions but the one that asks, in one change. */
export async function endOthers(services: Services, caller: SignedIn): Promise<void> {
  await endSome(services, caller, 'user:session:end-others', (session) => session.hash !== caller.session.hash);
}

async function endSome(
  services: Services,
  caller: SignedIn,
  event: 'user:session:end' | 'user:session:end-others',
  isEnded: (session: SessionRecord) => boolean,
): Promise<void> {
  await accounts.change<void>(
    services,
    caller.account.key,
    (current) => {
      const { value: user } = userOf(services, current, sessionId(caller.session));
      const ended = user.sessions.find(isEnded);
      if (!ended) return { result: undefined };
      // The entry of one session names its browser, that of several the browser that asked.
      const { browser } = event === 'user:session:end' ? ended : caller.session;
      return {
        user: { ...user, sessions: user.sessions.filter((one) => !isEnded(one)) },
        entry: { event, actor: user.name, at: services.clock.now(), browser },
        result: undefined,
      };
    },
    caller.account,
  );
}
