import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js';
import type { Config } from '../config.ts';
import { Problem } from '../problems.ts';
import type { Endpoint } from './endpoint.ts';

/** Requests in five minutes, counted by each instance for itself. Source: API 5. */
const windowSeconds = 300;
const limits = { request: 3000, 'sign-in-start': 600, 'name-check': 1200, session: 3000 } as const;

export interface RateLimits {
  /** By the client's address, where a trusted front end tells it. @throws Problem `too-many-requests` */
  byAddress(headers: Headers, endpoint: Endpoint | undefined): Promise<void>;
  /** Whether this session has used up its share: checked before storage is asked. */
  isExhausted(session: string): Promise<boolean>;
  /** Counts a request of a session that is known to be real, so that made-up cookies fill no memory. */
  bySession(session: string): Promise<void>;
}

export function rateLimits(config: Config): RateLimits {
  const limiter = (kind: keyof typeof limits) =>
    new RateLimiterMemory({ points: limits[kind], duration: windowSeconds, keyPrefix: kind });
  const request = limiter('request');
  const own = { 'sign-in-start': limiter('sign-in-start'), 'name-check': limiter('name-check') };
  const session = limiter('session');

  return {
    async byAddress(headers, endpoint) {
      const address = clientAddress(headers, config.clientAddressHeader);
      if (address === undefined) return;
      await consume(request, address);
      if (endpoint?.limit) await consume(own[endpoint.limit], address);
    },
    async isExhausted(key) {
      const spent = await session.get(key);
      return spent !== null && spent.consumedPoints >= limits.session;
    },
    bySession: (key) => consume(session, key),
  };
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (refusal instanceof Error) throw refusal;
    const wait = (refusal as { msBeforeNext?: number }).msBeforeNext ?? windowSeconds * 1000;
    throw tooMany(Math.max(1, Math.ceil(wait / 1000)));
  }
}

export function tooMany(seconds: number = windowSeconds): Problem {
  const wait = seconds === 1 ? 'a second' : `${seconds} seconds`;
  return new Problem('too-many-requests', `Wait ${wait} and try again.`, {
    headers: { 'Retry-After': String(seconds) },
  });
}

/**
 * The last element of the header, which the trusted front end itself appended; anybody may have written what precedes
 * it. The port is dropped, and so are IPv6 brackets.
 */
export function clientAddress(headers: Headers, header: string | undefined): string | undefined {
  const last = header === undefined ? undefined : headers.get(header)?.split(',').at(-1)?.trim();
  if (!last) return undefined;
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(last)?.[1];
  return bracketed ?? (/^[^:]+:\d+$/.test(last) ? last.slice(0, last.lastIndexOf(':')) : last);
}
