import type { Clock } from '../../shared/clock.ts';
import type { Fetch } from '../../shared/identity/provider-fetch.ts';
import { type ForgedKey, type Forgery, forgeToken, newKey, publishedAs } from './token-forge.ts';

const origin = 'https://login.example.com';
const tenant = '6f1d3a52-0c0b-4b5e-9a1c-7f2f6d1c0a01';
export const registryIssuer = `${origin}/${tenant}/v2.0`;
export const registryAudience = '00000000-0000-4000-8000-000000000002';
export const registrySettings = { REGISTRY_ISSUER: registryIssuer, REGISTRY_AUDIENCE: registryAudience };

const key = publishedAs(newKey('registry'), { issuer: `${origin}/{tenantid}/v2.0` });

/** The issuer of the registry's tokens, honest unless told otherwise, and the network to it. */
export interface RegistryIssuer {
  readonly fetch: Fetch;
  /** The addresses that were asked for. */
  readonly asked: string[];
  /** What is published; a test may replace it. */
  keys: readonly ForgedKey['published'][];
  isDown: boolean;
  token(roles?: readonly string[], forgery?: Forgery): string;
}

export function registryIssuerAt(clock: Clock): RegistryIssuer {
  const documents: Record<string, () => unknown> = {
    [`${registryIssuer}/.well-known/openid-configuration`]: () => ({
      issuer: registryIssuer,
      authorization_endpoint: `${origin}/${tenant}/oauth2/v2.0/authorize`,
      token_endpoint: `${origin}/${tenant}/oauth2/v2.0/token`,
      jwks_uri: `${origin}/${tenant}/discovery/v2.0/keys`,
    }),
    [`${origin}/${tenant}/discovery/v2.0/keys`]: () => ({ keys: self.keys }),
  };
  const self: RegistryIssuer = {
    asked: [],
    keys: [key.published],
    isDown: false,
    fetch: async (address) => {
      const url = String(address);
      self.asked.push(url);
      const document = documents[url];
      if (self.isDown || !document) throw new TypeError('fetch failed');
      return Response.json(document());
    },
    token(roles = ['Packages.Register'], forgery = {}) {
      const now = Math.floor(clock.now().getTime() / 1000);
      const claims = {
        iss: registryIssuer,
        aud: registryAudience,
        iat: now,
        nbf: now,
        exp: now + 3600,
        tid: tenant,
        azp: 'the registry’s client',
        oid: 'the service principal',
        sub: 'the service principal',
        roles,
        ...forgery.claims,
      };
      return forgeToken(claims, forgery.key ?? key, forgery);
    },
  };
  return self;
}
