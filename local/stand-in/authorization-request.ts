import type { Client } from './client.ts';

/** Proof of a second factor, as Entra names it in `acr_values` and `acr`. */
export const secondFactorAcr = 'urn:microsoft:policies:mfa';

export interface AuthorizationRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string | undefined;
  readonly nonce: string | undefined;
  readonly scope: string;
  readonly codeChallenge: string;
  readonly prompts: ReadonlySet<string>;
  readonly maxAgeSeconds: number | undefined;
  readonly asksSecondFactor: boolean;
}

export type ReadRequest =
  | { readonly kind: 'request'; readonly request: AuthorizationRequest }
  /** The redirect URI is not known to be the client's: the fault is shown here and goes nowhere. */
  | { readonly kind: 'page'; readonly fault: string }
  | { readonly kind: 'redirect'; readonly to: URL };

const knownPrompts = new Set(['none', 'login', 'consent', 'select_account']);

/** An error answer at the client's redirect URI, RFC 6749 section 4.1.2.1. */
export function errorRedirect(redirectUri: string, state: string | undefined, error: string, description: string): URL {
  const to = new URL(redirectUri);
  to.searchParams.set('error', error);
  to.searchParams.set('error_description', description);
  if (state !== undefined) to.searchParams.set('state', state);
  return to;
}

/** Checks a request in the order that matters: first whether the redirect URI is the client's, exactly. */
export function readAuthorizationRequest(query: URLSearchParams, client: Client): ReadRequest {
  const names = [...query.keys()];
  if (new Set(names).size < names.length) return { kind: 'page', fault: 'A parameter was sent twice.' };
  const given = (name: string) => query.get(name) ?? undefined;
  if (given('client_id') !== client.id) return { kind: 'page', fault: 'There is no application with this client_id.' };
  const redirectUri = given('redirect_uri') ?? '';
  if (!client.redirectUris.includes(redirectUri)) {
    return { kind: 'page', fault: 'The redirect_uri is not one that was registered for this application.' };
  }

  const state = given('state');
  const refuse = (error: string, description: string): ReadRequest => ({
    kind: 'redirect',
    to: errorRedirect(redirectUri, state, error, description),
  });
  if (given('response_type') !== 'code') return refuse('unsupported_response_type', 'response_type must be code.');
  if ((given('response_mode') ?? 'query') !== 'query') return refuse('invalid_request', 'response_mode must be query.');
  const scope = given('scope') ?? '';
  if (!scope.split(' ').includes('openid')) return refuse('invalid_scope', 'scope must contain openid.');
  const codeChallenge = given('code_challenge') ?? '';
  if (given('code_challenge_method') !== 'S256' || !/^[\w-]{43}$/.test(codeChallenge)) {
    return refuse('invalid_request', 'An S256 code_challenge is required (RFC 7636).');
  }
  const prompts = new Set((given('prompt') ?? '').split(' ').filter((prompt) => prompt !== ''));
  if (![...prompts].every((prompt) => knownPrompts.has(prompt)) || (prompts.has('none') && prompts.size > 1)) {
    return refuse('invalid_request', 'prompt has an unknown value, or none together with another.');
  }
  const maxAge = given('max_age');
  if (maxAge !== undefined && !/^\d{1,9}$/.test(maxAge)) return refuse('invalid_request', 'max_age must be seconds.');
  const request: AuthorizationRequest = {
    clientId: client.id,
    redirectUri,
    state,
    nonce: given('nonce'),
    scope,
    codeChallenge,
    prompts,
    maxAgeSeconds: maxAge === undefined ? undefined : Number(maxAge),
    asksSecondFactor: (given('acr_values') ?? '').split(' ').includes(secondFactorAcr),
  };
  return { kind: 'request', request };
}
