/** `{tenant}/oauth2/v2.0/token`: codes for ID tokens, and application tokens for the registry. */
import { createHash, randomBytes } from 'node:crypto';
import { authenticatedClient } from './client-authentication.ts';
import type { State } from './state.ts';
import { applicationToken, idToken, tokenSeconds } from './tokens.ts';

export interface TokenAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface TokenRequest {
  readonly tenant: string;
  readonly contentType: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

function refuse(error: string, description: string, status = 400): TokenAnswer {
  return { status, body: { error, error_description: description } };
}

export function answerTokenRequest(state: State, request: TokenRequest): TokenAnswer {
  if (!/^application\/x-www-form-urlencoded *(;|$)/i.test(request.contentType)) {
    return refuse('invalid_request', 'AADSTS900144: The body must be a form.');
  }
  const form = new URLSearchParams(request.body);
  const names = [...form.keys()];
  if (new Set(names).size < names.length) return refuse('invalid_request', 'A parameter was sent twice.');
  const tokenEndpoint = `${state.origin}/${request.tenant}/oauth2/v2.0/token`;
  const client = authenticatedClient(state, request.authorization, form, tokenEndpoint);
  if (client === undefined) return refuse('invalid_client', 'AADSTS7000215: The client did not prove itself.', 401);

  switch (form.get('grant_type')) {
    case 'authorization_code':
      return redeem(state, client.id, form);
    case 'client_credentials':
      return applicationAnswer(state, client.id, request.tenant, form);
    default:
      return refuse('unsupported_grant_type', 'AADSTS70003: This grant type is not known here.');
  }
}

/** A code is spent by the first attempt, right or wrong. */
function redeem(state: State, clientId: string, form: URLSearchParams): TokenAnswer {
  const name = form.get('code') ?? '';
  const code = state.codes.get(name);
  state.codes.delete(name);
  if (code === undefined || code.expiresAt <= state.clock() || code.request.clientId !== clientId) {
    return refuse('invalid_grant', 'AADSTS54005: The code is unknown, expired or was redeemed already.');
  }
  if (form.get('redirect_uri') !== code.request.redirectUri) {
    return refuse('invalid_grant', 'AADSTS50011: The redirect_uri is not that of the authorization request.');
  }
  const verifier = form.get('code_verifier') ?? '';
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  if (!/^[\w.~-]{43,128}$/.test(verifier) || challenge !== code.request.codeChallenge) {
    return refuse('invalid_grant', 'AADSTS501481: The code_verifier does not match the code_challenge.');
  }
  return {
    status: 200,
    body: {
      token_type: 'Bearer',
      scope: code.request.scope,
      expires_in: tokenSeconds,
      ext_expires_in: tokenSeconds,
      access_token: randomBytes(32).toString('base64url'),
      id_token: idToken(state, code),
    },
  };
}

function applicationAnswer(state: State, clientId: string, tenant: string, form: URLSearchParams): TokenAnswer {
  const client = state.registryClient;
  if (clientId !== client.id) return refuse('unauthorized_client', 'This client has no application roles.');
  if (tenant !== client.tenant) return refuse('unauthorized_client', 'AADSTS700016: The client is not in this tenant.');
  if (form.get('scope') !== `${client.audience}/.default`) {
    return refuse('invalid_scope', `AADSTS1002012: The scope must be ${client.audience}/.default.`);
  }
  const accessToken = applicationToken(state, client);
  return {
    status: 200,
    body: { token_type: 'Bearer', expires_in: tokenSeconds, ext_expires_in: tokenSeconds, access_token: accessToken },
  };
}
