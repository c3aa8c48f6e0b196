import * as z from 'zod/mini';
import { type Clock, hour } from '../clock.ts';
import { ProviderFault } from './identity-provider.ts';
import { lastGood } from './last-good.ts';
import { ask, type Fetch, jsonOf, type ProviderBudget, partOf } from './provider-fetch.ts';

const published = z.object({
  issuer: z.string().check(z.minLength(1), z.maxLength(500)),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
  authorization_response_iss_parameter_supported: z.optional(z.boolean()),
});

export interface ProviderMetadata {
  /** A template if it contains `{tenantid}`, otherwise exact. */
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly keysUri: string;
  /** RFC 9207: every authorization response then has an `iss` parameter. */
  readonly announcesResponseIssuer: boolean;
}

const freshHours = 1;

/**
 * The provider's discovery document (OpenID Connect Discovery 1.0). Addresses that the server itself calls must be at
 * the authority's own origin: a document cannot send the client's secret elsewhere. With a good copy at hand, a silent
 * provider costs only a part of the budget, and the rest is left for the code.
 */
export function providerMetadata(authority: string, clock: Clock, fetch: Fetch) {
  const kept = lastGood<ProviderMetadata>(clock, freshHours * hour);
  const address = `${authority}/.well-known/openid-configuration`;
  return (budget: ProviderBudget): Promise<ProviderMetadata> =>
    kept.get(async (hasCopy) =>
      believable(jsonOf(await ask(fetch, address, hasCopy ? partOf(budget) : budget)), authority),
    );
}

/** @throws ProviderFault `metadata-invalid` */
function believable(document: unknown, authority: string): ProviderMetadata {
  const parsed = published.safeParse(document);
  if (!parsed.success) throw new ProviderFault('metadata-invalid', 'The discovery document lacks what it must have');
  const { data } = parsed;
  const { origin } = new URL(authority);
  const isElsewhere = [data.token_endpoint, data.jwks_uri].some((address) => !isAt(address, origin));
  if (isElsewhere || !isSafeForBrowsers(data.authorization_endpoint, origin)) {
    throw new ProviderFault('metadata-invalid', 'The discovery document names an endpoint outside the authority');
  }
  return {
    issuer: data.issuer,
    authorizationEndpoint: data.authorization_endpoint,
    tokenEndpoint: data.token_endpoint,
    keysUri: data.jwks_uri,
    announcesResponseIssuer: data.authorization_response_iss_parameter_supported ?? false,
  };
}

function isAt(address: string, origin: string): boolean {
  return new URL(address).origin === origin && !namesAUser(address);
}

/** The browser may be sent to another host than the one the server talks to, but not in clear. */
function isSafeForBrowsers(address: string, origin: string): boolean {
  return isAt(address, origin) || (new URL(address).protocol === 'https:' && !namesAUser(address));
}

/** With `https://known@other/` an address can pass for another. */
function namesAUser(address: string): boolean {
  const { username, password } = new URL(address);
  return username !== '' || password !== '';
}
