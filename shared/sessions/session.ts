import type { SessionRecord, User } from '../accounts/account.ts';
import { day, hour, later, minute } from '../clock.ts';
import type { Config } from '../config.ts';
import type { NameKey } from '../names/name-key.ts';
import { hashOf, isSecret } from '../random.ts';

/** How long a sign-in counts as fresh after the person proved who they are. */
const freshMinutes = 10;

export const mostSessions = 10;

/** What the cookie carries: where the account is, and the secret whose hash its root holds. */
export interface SessionToken {
  readonly account: NameKey;
  readonly secret: string;
}

export function sessionCookie(token: SessionToken): string {
  return `${token.account}.${token.secret}`;
}

/** Undefined for whatever this service did not write. */
export function parseSessionCookie(value: string | undefined): SessionToken | undefined {
  const [account, secret, ...rest] = value?.split('.') ?? [];
  if (account === undefined || secret === undefined || rest.length > 0) return undefined;
  if (!/^[a-z0-9]{1,128}$/.test(account) || !isSecret(secret)) return undefined;
  return { account: account as NameKey, secret };
}

/** A session ends when it has been idle for too long, and after its lifetime however much it is used. */
export function endOf(session: SessionRecord, config: Config): Date {
  const idle = later(session.seenAt, config.sessionIdleHours * hour);
  const whole = later(session.createdAt, config.sessionLifetimeDays * day);
  return idle < whole ? idle : whole;
}

export function isLive(session: SessionRecord, config: Config, now: Date): boolean {
  return now < endOf(session, config);
}

/** A session's public id. It is one-way: neither the secret nor the stored hash can be recovered from it. */
export function sessionId(session: SessionRecord): string {
  return hashOf(session.hash).slice(0, 22);
}

/** Until when the session counts as fresh; undefined if the provider did not say when the person authenticated. */
export function freshUntil(session: SessionRecord): Date | undefined {
  return session.authenticatedAt && later(session.authenticatedAt, freshMinutes * minute);
}

export function isFresh(session: SessionRecord, now: Date): boolean {
  const until = freshUntil(session);
  return until !== undefined && now < until;
}

/**
 * A seen time is written at most hourly. Where the idle time is so short that an hour would end a session in use, a
 * quarter of it.
 */
export function isSeenTimeStale(session: SessionRecord, config: Config, now: Date): boolean {
  return now.getTime() - session.seenAt.getTime() >= Math.min(hour, (config.sessionIdleHours * hour) / 4);
}

/** The user with one more session. Ended ones go, so does `replacing`; beyond ten, the least recently seen. */
export function withSession(user: User, session: SessionRecord, config: Config, now: Date, replacing?: string): User {
  const kept = user.sessions
    .filter((one) => isLive(one, config, now) && one.hash !== replacing && one.hash !== session.hash)
    .toSorted((a, b) => b.seenAt.getTime() - a.seenAt.getTime())
    .slice(0, mostSessions - 1);
  return { ...user, sessions: [session, ...kept] };
}

export function withoutSession(user: User, hash: string): User {
  return { ...user, sessions: user.sessions.filter((one) => one.hash !== hash) };
}
