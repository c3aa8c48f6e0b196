import { isHeldBy, rootRow, type SessionRecord, type Stored, type User } from '../accounts/account.ts';
import * as accounts from '../accounts/accounts.ts';
import type { IdentityKey } from '../identity/identity-key.ts';
import { Problem } from '../problems.ts';
import { hashOf } from '../random.ts';
import type { Services } from '../services.ts';
import { outcomeOf } from '../storage/tables.ts';
import { isLive, isSeenTimeStale, type SessionToken, withoutSession, withSession } from './session.ts';

/** Who is behind a request: the account as it is at this moment, and the browser's session in it. */
export interface SignedIn {
  readonly account: Stored<User>;
  readonly session: SessionRecord;
}

/** What is known of a sign-in when a session is opened for it. */
export interface SessionStart {
  readonly identity: IdentityKey;
  readonly authenticatedAt: Date | undefined;
  readonly browser: string;
}

export interface NewSession {
  readonly secret: string;
  readonly record: SessionRecord;
}

export function newSession({ random, clock }: Services, start: SessionStart): NewSession {
  const secret = random.secret();
  const now = clock.now();
  return {
    secret,
    record: {
      hash: hashOf(secret),
      identity: start.identity,
      createdAt: now,
      seenAt: now,
      authenticatedAt: start.authenticatedAt,
      browser: start.browser,
    },
  };
}

/** The live session in this account that the token proves, if any. */
function sessionIn(services: Services, root: Stored | undefined, token: SessionToken): SignedIn | undefined {
  const hash = hashOf(token.secret);
  return liveSession(services, root, (one) => one.hash === hash);
}

/** The session in this account that is wanted, if it is there and has not ended. */
export function liveSession(
  services: Services,
  root: Stored | undefined,
  isWanted: (session: SessionRecord) => boolean,
): SignedIn | undefined {
  if (!root || root.value.state === 'retired' || root.value.state === 'purging') return undefined;
  if (root.value.kind !== 'user') return undefined;
  const session = root.value.sessions.find(isWanted);
  if (!session || !isLive(session, services.config, services.clock.now())) return undefined;
  return { account: { ...root, value: root.value }, session };
}

/** Reads the account behind a session cookie. One request; hourly a second one to note that the session was seen. */
export async function authenticate(services: Services, token: SessionToken): Promise<SignedIn | undefined> {
  const signedIn = sessionIn(services, await accounts.read(services, token.account), token);
  return signedIn && (await noteSeen(services, signedIn));
}

/**
 * Writes the seen time, which is no change of the account and has no audit entry. Somebody who changed the root in
 * the meantime wins, and the time is noted an hour later or never.
 */
async function noteSeen(services: Services, signedIn: SignedIn): Promise<SignedIn> {
  const now = services.clock.now();
  const { account, session } = signedIn;
  if (!isSeenTimeStale(session, services.config, now)) return signedIn;
  const seen = { ...session, seenAt: now };
  const value = { ...account.value, sessions: account.value.sessions.map((one) => (one === session ? seen : one)) };
  await outcomeOf(services.tables.replace('accounts', rootRow(value), account.etag));
  // The ETag in hand is stale now: a change on it would read the root again, as any refused one does.
  return { account: { ...account, value }, session: seen };
}

/**
 * Opens a session for a user that was just read; `held` is the one that this browser brought along, which ends.
 *
 * @returns the secret for the cookie.
 */
export async function open(
  services: Services,
  root: Stored<User>,
  start: SessionStart,
  held: SessionToken | undefined,
): Promise<SessionToken> {
  if (held && held.account !== root.key) await end(services, held);
  const session = newSession(services, start);
  const secret = await accounts.change(
    services,
    root.key,
    (current) => {
      const user = current?.value;
      if (!isHeldBy(user, start.identity)) {
        throw new Problem('sign-in-invalid', 'The account changed while you were signing in. Please sign in again.');
      }
      const now = services.clock.now();
      const replacing = held?.account === root.key ? hashOf(held.secret) : undefined;
      return {
        user: withSession(user, session.record, services.config, now, replacing),
        entry: {
          event: 'user:session:open' as const,
          actor: user.name,
          at: now,
          browser: start.browser,
          label: user.identities.find((one) => one.key === start.identity)?.label,
        },
        result: session.secret,
      };
    },
    root,
  );
  return { account: root.key, secret };
}

/** Ends the session behind a token, in whatever state its account is; nothing happens when it has ended already. */
export async function end(services: Services, token: SessionToken): Promise<void> {
  const hash = hashOf(token.secret);
  await accounts.change<void>(services, token.account, (current) => {
    const user = current?.value;
    if (!user || !('sessions' in user)) return { result: undefined };
    const ended = user.sessions.find((one) => one.hash === hash);
    if (!ended) return { result: undefined };
    return {
      user: withoutSession(user, hash),
      entry: { event: 'user:session:end', actor: user.name, at: services.clock.now(), browser: ended.browser },
      result: undefined,
    };
  });
}
