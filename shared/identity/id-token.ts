import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { ProviderFault } from './identity-provider.ts';
import { checkTimes, isToCome } from './signed-token.ts';
import type { SigningKey } from './signing-key.ts';

/** Well-formed, because two texts that are not could hash to the same identity. */
const subject = z.string().check(
  z.minLength(1),
  z.maxLength(255),
  z.refine((text) => text.isWellFormed()),
);

/** The claims that are read. Everything else in a token is nobody's business here. */
const Claims = z.looseObject({
  iss: z.string(),
  sub: subject,
  aud: z.union([z.string(), z.array(z.string())]),
  azp: z.optional(z.string()),
  nonce: z.string(),
  tid: z.optional(z.string()),
  oid: z.optional(subject),
  at_hash: z.optional(z.string()),
  auth_time: z.optional(z.int().check(z.nonnegative())),
  preferred_username: z.optional(z.string()),
});
export type IdTokenClaims = z.output<typeof Claims>;

export interface Expected {
  /** From the metadata; a template if it contains `{tenantid}`. */
  readonly issuer: string;
  readonly clientId: string;
  readonly nonce: string;
  readonly accessToken: string | undefined;
  /** The authorization response's `iss` parameter. */
  readonly responseIssuer: string | undefined;
  readonly announcesResponseIssuer: boolean;
}

const tenantPlaceholder = '{tenantid}';
const lowerCaseGuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Checks the claims of a signed token against what was asked for, one named step after the other.
 *
 * Source: ASSURANCE 2, OpenID Connect Core 1.0 section 3.1.3.7.
 * @throws ProviderFault naming the first rule that is broken
 */
export function checkClaims(
  payload: Readonly<Record<string, unknown>>,
  key: SigningKey,
  expected: Expected,
  clock: Clock,
): { claims: IdTokenClaims; issuedAt: Date } {
  const parsed = Claims.safeParse(payload);
  if (!parsed.success)
    throw new ProviderFault('claims-malformed', 'The token lacks a claim, or one is of the wrong type');
  const claims = parsed.data;
  checkIssuer(claims, key, expected);
  checkAudience(claims, expected);
  const times = checkTimes(payload, clock);
  // It says how fresh the sign-in is: one in the future would stay fresh until then.
  if (claims.auth_time !== undefined && isToCome(claims.auth_time, clock))
    throw new ProviderFault('token-times', 'The person proved who they are in the future');
  if (claims.nonce !== expected.nonce) throw new ProviderFault('nonce', 'The token belongs to another sign-in');
  checkAccessTokenHash(claims, expected);
  checkResponseIssuer(claims, expected);
  return { claims, issuedAt: times.issuedAt };
}

/**
 * Whose token it is. With a template the tenant is in the token; the key must be one that may speak for that very
 * tenant, since the provider publishes keys of several.
 */
function checkIssuer(claims: IdTokenClaims, key: SigningKey, { issuer }: Expected): void {
  if (!issuer.includes(tenantPlaceholder)) {
    if (claims.iss !== issuer) throw new ProviderFault('issuer', 'The token is of another issuer');
    return;
  }
  const { tid } = claims;
  if (tid === undefined || !lowerCaseGuid.test(tid)) throw new ProviderFault('tenant', 'The token names no tenant');
  if (claims.oid === undefined) throw new ProviderFault('claims-malformed', 'The token has no object id');
  const filled = (template: string) => template.replaceAll(tenantPlaceholder, tid);
  if (claims.iss !== filled(issuer))
    throw new ProviderFault('issuer', 'The token is of another issuer than its tenant');
  if (key.issuer === undefined || filled(key.issuer) !== claims.iss) {
    throw new ProviderFault('key-issuer', 'The key may not speak for the issuer of the token');
  }
}

/** That the token was made for this client and nobody else. */
function checkAudience({ aud, azp }: IdTokenClaims, { clientId }: Expected): void {
  const audiences = typeof aud === 'string' ? [aud] : aud;
  if (!audiences.includes(clientId) || (audiences.length > 1 && azp !== clientId)) {
    throw new ProviderFault('audience', 'The token was made for another client');
  }
  if (azp !== undefined && azp !== clientId)
    throw new ProviderFault('audience', 'The token was asked for by another client');
}

/** That the access token beside it is the one it was issued with. */
function checkAccessTokenHash({ at_hash }: IdTokenClaims, { accessToken }: Expected): void {
  if (at_hash === undefined) return;
  const digest = createHash('sha256')
    .update(accessToken ?? '', 'ascii')
    .digest();
  if (accessToken === undefined || digest.subarray(0, 16).toString('base64url') !== at_hash) {
    throw new ProviderFault('access-token-hash', 'The token was issued with another access token');
  }
}

/** RFC 9207: that the answer the browser brought and the token come from the same issuer. */
function checkResponseIssuer({ iss }: IdTokenClaims, { responseIssuer, announcesResponseIssuer }: Expected): void {
  const isMissing = responseIssuer === undefined && announcesResponseIssuer;
  if (isMissing || (responseIssuer !== undefined && responseIssuer !== iss)) {
    throw new ProviderFault('response-issuer', 'The answer came from another issuer than the token');
  }
}

/** Whether the configured claim proves a second factor: equality for text, containment for a list. */
export function provesSecondFactor(
  claims: IdTokenClaims,
  { claim, value }: Config['identity']['secondFactor'],
): boolean {
  const found = Object.hasOwn(claims, claim) ? claims[claim] : undefined;
  return Array.isArray(found) ? found.includes(value) : found === value;
}
