import jwt from 'jsonwebtoken';
import type { Clock } from '../clock.ts';
import { parseJson } from '../json.ts';
import { ProviderFault } from './identity-provider.ts';
import type { SigningKey } from './signing-key.ts';

/** How far the clocks of the provider and of this service may differ. */
export const toleranceSeconds = 120;

/** Header parameters that would bring a key along, or change what the signature covers. None is ever obeyed. */
const refusedParameters = ['jku', 'x5u', 'jwk', 'crit', 'b64', 'zip'];

export interface TokenParts {
  readonly kid: string;
  /** Must not be believed yet. */
  readonly payload: Readonly<Record<string, unknown>>;
}

/**
 * Takes a compact JWS apart by strict rules, RFC 7515 and 7519: three parts in base64url, RS256 alone, a key id, no
 * member named twice. Nothing of it may be believed before `verifySignature`.
 *
 * @throws ProviderFault `token-malformed`, `token-algorithm`, `token-header`
 */
export function takeApart(token: string): TokenParts {
  const { kid, payload } = readHeader(token);
  return { kid, payload: objectIn(payload) };
}

/** The key id of a token, and its payload unread. */
export function readHeader(token: string): { readonly kid: string; readonly payload: string } {
  const parts = token.split('.');
  const [header, payload] = parts;
  if (parts.length !== 3 || header === undefined || payload === undefined || !parts.every(isBase64Url)) {
    throw new ProviderFault('token-malformed', 'The token is not a compact JWS');
  }
  const { alg, kid, typ, ...others } = objectIn(header);
  if (alg !== 'RS256') throw new ProviderFault('token-algorithm', 'The token is not signed with RS256');
  if (refusedParameters.some((name) => Object.hasOwn(others, name))) {
    throw new ProviderFault('token-header', 'The token has a header parameter that is not accepted');
  }
  if (typ !== undefined && typ !== 'JWT') {
    throw new ProviderFault('token-header', 'The token is of another type than JWT');
  }
  if (typeof kid !== 'string' || kid === '') throw new ProviderFault('token-header', 'The token names no key');
  return { kid, payload };
}

/** Only the signature; validity in time is for `checkTimes`. @throws ProviderFault `token-signature` */
export function verifySignature(token: string, key: SigningKey): void {
  try {
    jwt.verify(token, key.publicKey, { algorithms: ['RS256'], ignoreExpiration: true, ignoreNotBefore: true });
  } catch (cause) {
    throw new ProviderFault('token-signature', 'The signature of the token is not valid', { cause });
  }
}

/**
 * `exp` and `iat` must be there, and the token must be valid now. At `exp` it no longer is, RFC 7519 section 4.1.4.
 *
 * @throws ProviderFault `token-times`, `token-expired`, `token-not-yet-valid`
 */
export function checkTimes(payload: Readonly<Record<string, unknown>>, clock: Clock): { issuedAt: Date } {
  const { exp, iat, nbf } = payload;
  const isMoment = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
  if (!isMoment(exp) || !isMoment(iat) || (nbf !== undefined && !isMoment(nbf))) {
    throw new ProviderFault('token-times', 'The token does not say when it was issued and until when it holds');
  }
  if (clock.now().getTime() / 1000 >= exp + toleranceSeconds)
    throw new ProviderFault('token-expired', 'The token has expired');
  if (nbf !== undefined && isToCome(nbf, clock))
    throw new ProviderFault('token-not-yet-valid', 'The token is not valid yet');
  if (isToCome(iat, clock)) throw new ProviderFault('token-times', 'The token was issued in the future');
  return { issuedAt: new Date(iat * 1000) };
}

/** Whether a moment, in seconds, is further in the future than clocks may differ. */
export function isToCome(seconds: number, clock: Clock): boolean {
  return seconds > clock.now().getTime() / 1000 + toleranceSeconds;
}

/** Alphabet, no padding, no bits left over: one text for one sequence of bytes. */
function isBase64Url(part: string): boolean {
  return /^[A-Za-z0-9_-]+$/.test(part) && Buffer.from(part, 'base64url').toString('base64url') === part;
}

function objectIn(part: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = parseJson(
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(part, 'base64url')),
    );
  } catch {
    // The parser's own message quotes the token: it goes no further.
    throw new ProviderFault('token-malformed', 'A part of the token is not JSON, or names a member twice');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ProviderFault('token-malformed', 'A part of the token is not an object');
  }
  return value as Record<string, unknown>;
}
