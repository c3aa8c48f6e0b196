import { issuerOf, tenantPlaceholder } from './signing-keys.ts';

/**
 * The OpenID metadata below `{tenant}/v2.0`: for `common` the issuer is a template, for a tenant it is exact.
 * Like Entra it does not announce the authorization response's `iss` parameter, and does not send it.
 */
export function metadataOf(origin: string, tenant: string): unknown {
  const base = `${origin}/${tenant}`;
  return {
    issuer: issuerOf(origin, tenant === 'common' ? tenantPlaceholder : tenant),
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    response_modes_supported: ['query'],
    response_types_supported: ['code'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    request_uri_parameter_supported: false,
    claims_supported: [
      'sub',
      'iss',
      'aud',
      'exp',
      'iat',
      'auth_time',
      'acr',
      'nonce',
      'preferred_username',
      'name',
      'tid',
      'ver',
    ],
  };
}
