import { ProviderFault } from '../identity/identity-provider.ts';
import type { Verdict } from '../identity/registry-tokens.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import type { Callers, Endpoint } from './endpoint.ts';
import type { RateLimits } from './rate-limits.ts';

/**
 * The registry's backend, by `Authorization: Bearer` and nothing else. Requests with a good token are never limited by
 * address: a registry asks before every publish, from few addresses. Others are, so that guessing is expensive.
 *
 * Source: API 5, RFC 6750.
 * @throws Problem `not-signed-in`, `not-allowed` without a role that the endpoint names, `provider-failed` when the
 *   issuer's keys are unavailable, `too-many-requests`
 */
export async function authenticateRegistry(
  services: Services,
  endpoint: Endpoint,
  headers: Headers,
  limits: RateLimits,
): Promise<Callers['registry']> {
  const token = bearerToken(headers);
  const verified = token === undefined ? undefined : await verify(services, token);
  if (verified === undefined || 'refused' in verified) {
    if (verified) services.log('warn', 'registry-token-refused', { reason: verified.refused });
    await limits.byAddress(headers, endpoint);
    throw notSignedIn(verified !== undefined);
  }
  const wanted = endpoint.roles ?? [];
  if (!wanted.some((role) => verified.roles.includes(role))) {
    throw new Problem('not-allowed', `The token needs the application role ${wanted.join(' or ')}.`);
  }
  return verified;
}

/** One token, in the header alone: RFC 6750 section 2.1. */
function bearerToken(headers: Headers): string | undefined {
  return /^Bearer +([A-Za-z0-9._~+/=-]+)$/i.exec(headers.get('authorization') ?? '')?.[1];
}

async function verify({ registryTokens }: Services, token: string): Promise<Verdict> {
  try {
    return await registryTokens.verify(token);
  } catch (cause) {
    if (!(cause instanceof ProviderFault)) throw cause;
    throw new Problem(
      'provider-failed',
      'The issuer of the token could not be asked for its keys. Try again in a moment.',
      {
        cause,
      },
    );
  }
}

function notSignedIn(hasToken: boolean): Problem {
  return new Problem(
    'not-signed-in',
    hasToken
      ? 'The access token is not valid here. Ask the issuer for a new one.'
      : 'This is for the registry’s backend: it needs an access token in the Authorization header.',
    { headers: { 'WWW-Authenticate': hasToken ? 'Bearer error="invalid_token"' : 'Bearer' } },
  );
}
