import type { Clock } from '../../shared/clock.ts';
import { goodSettings } from './config.ts';
import { type ForgedKey, type Forgery, forgeToken, newKey, publishedAs } from './token-forge.ts';

export const tenant = '6f1d3a52-0c0b-4b5e-9a1c-7f2f6d1c0a01';
export const personalTenant = '9188040d-6c67-4c5b-b112-36a304b66dad';
export const objectId = '2d9f61b4-73ce-4a0e-b1f5-90c3de7a5502';
const secondFactor = 'urn:microsoft:policies:mfa';

/** Made once: they cost more than everything else here. */
const keyOfWork = newKey('work');
const keyOfPersonal = newKey('personal');

/** What a provider at an origin says, honest unless told otherwise: the three documents, and no network. */
export interface ForgingProvider {
  readonly authority: string;
  /** A tenant's; `{tenantid}` makes it the template. */
  issuerOf(tenant: string): string;
  /** For every work tenant. */
  readonly workKey: ForgedKey;
  /** For personal accounts alone. */
  readonly personalKey: ForgedKey;
  metadata(): Record<string, unknown>;
  keySet(): { keys: unknown[] };
  claims(nonce: string): Record<string, unknown>;
  tokenAnswer(nonce: string, forgery?: Forgery): Record<string, unknown>;
}

/** As Microsoft Entra's `common` authority: a template issuer, and keys that say whose tokens they sign. */
export function forgingProvider(origin: string, clock: Clock): ForgingProvider {
  const issuerOf = (of: string) => `${origin}/${of}/v2.0`;
  const workKey = publishedAs(keyOfWork, { issuer: issuerOf('{tenantid}') });
  const personalKey = publishedAs(keyOfPersonal, { issuer: issuerOf(personalTenant) });
  const self: ForgingProvider = {
    authority: issuerOf('common'),
    issuerOf,
    workKey,
    personalKey,
    metadata: () => ({
      issuer: issuerOf('{tenantid}'),
      authorization_endpoint: `${origin}/common/oauth2/v2.0/authorize`,
      token_endpoint: `${origin}/common/oauth2/v2.0/token`,
      jwks_uri: `${origin}/common/discovery/v2.0/keys`,
    }),
    keySet: () => ({ keys: [workKey.published, personalKey.published] }),
    claims(nonce) {
      const now = Math.floor(clock.now().getTime() / 1000);
      return {
        iss: issuerOf(tenant),
        aud: goodSettings.IDENTITY_CLIENT_ID,
        sub: 'a pairwise subject',
        oid: objectId,
        tid: tenant,
        nonce,
        iat: now,
        nbf: now,
        exp: now + 3600,
        auth_time: now,
        acr: secondFactor,
        preferred_username: 'grace@contoso.example',
      };
    },
    tokenAnswer: (nonce, forgery = {}) => ({
      token_type: 'Bearer',
      expires_in: 3600,
      access_token: 'the access token',
      id_token: forgeToken({ ...self.claims(nonce), ...forgery.claims }, forgery.key ?? workKey, forgery),
    }),
  };
  return self;
}
