import { createHash } from 'node:crypto';
import { secondFactorAcr } from './authorization-request.ts';
import type { RegistryClient } from './client.ts';
import { issuerOf } from './signing-keys.ts';
import type { Claims, Code, State } from './state.ts';

export const tokenSeconds = 3600;

function numericDate(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}

/** `sub` differs from client to client for the same person. */
function pairwiseSubject(clientId: string, objectId: string): string {
  return createHash('sha256').update(`${clientId}|${objectId}`).digest('base64url');
}

function envelope(state: State, tenant: string, audience: string): Claims {
  const now = numericDate(state.clock());
  return {
    iss: issuerOf(state.origin, tenant),
    aud: audience,
    iat: now,
    nbf: now,
    exp: now + tokenSeconds,
    tid: tenant,
    ver: '2.0',
  };
}

/**
 * The ID token of version 2.0. `acr` only for a second factor that was asked for and used; `auth_time` always, as for
 * an application registered with this optional claim.
 */
export function idToken(state: State, { request, person, signIn }: Code): string {
  const claims = {
    ...envelope(state, person.tenant, request.clientId),
    oid: person.objectId,
    sub: pairwiseSubject(request.clientId, person.objectId),
    name: person.name,
    preferred_username: person.username,
    auth_time: numericDate(signIn.authenticatedAt),
    ...(request.nonce === undefined ? {} : { nonce: request.nonce }),
    ...(request.asksSecondFactor && signIn.usedSecondStep ? { acr: secondFactorAcr } : {}),
  };
  return state.keys.sign(state.alterIdToken(claims), person.tenant);
}

/** An application's own token: `roles` and no `scp`, since there is no person. */
export function applicationToken(state: State, client: RegistryClient): string {
  const servicePrincipal = createHash('sha256').update(client.id).digest('hex');
  const objectId = servicePrincipal.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
  const claims = {
    ...envelope(state, client.tenant, client.audience),
    azp: client.id,
    azpacr: '1',
    oid: objectId,
    sub: objectId,
    roles: client.roles,
  };
  return state.keys.sign(claims, client.tenant);
}
