import { type Clock, second } from '../clock.ts';
import type { Config } from '../config.ts';
import { clientProof } from './client-proof.ts';
import { checkClaims, type IdTokenClaims, provesSecondFactor } from './id-token.ts';
import { identityKey } from './identity-key.ts';
import { type IdentityProvider, ProviderFault } from './identity-provider.ts';
import { maskedLabel } from './label.ts';
import { type Fetch, providerBudget } from './provider-fetch.ts';
import { providerMetadata } from './provider-metadata.ts';
import { takeApart, verifySignature } from './signed-token.ts';
import type { SigningKey } from './signing-key.ts';
import { signingKeys } from './signing-keys.ts';
import { requestTokens } from './token-request.ts';

/** All calls to the provider within one request of ours, together: a page is shown within six seconds. */
const budgetMilliseconds = 5 * second;

/** Microsoft's own tenant: personal accounts live in it. */
const personalTenant = '9188040d-6c67-4c5b-b112-36a304b66dad';

export interface ProviderOptions {
  readonly fetch?: Fetch;
  readonly budgetMilliseconds?: number;
}

/** The configured OpenID provider over the network. Nothing is fetched before it is first needed. */
export function openIdProvider(config: Config, clock: Clock, options: ProviderOptions = {}): IdentityProvider {
  const fetch = options.fetch ?? globalThis.fetch;
  const { identity } = config;
  const metadata = providerMetadata(identity.authority, clock, fetch);
  const keys = signingKeys(clock, fetch);
  const proof = clientProof(config, clock);
  const redirectUri = `${config.publicOrigin}/sign-in/callback`;
  const newBudget = () => providerBudget(options.budgetMilliseconds ?? budgetMilliseconds);

  return {
    async authorizationUrl({ state, nonce, codeChallenge, fresh }) {
      const address = new URL((await metadata(newBudget())).authorizationEndpoint);
      const { claim, value } = identity.secondFactor;
      const parameters = {
        client_id: identity.clientId,
        response_type: 'code',
        redirect_uri: redirectUri,
        scope: 'openid profile',
        state,
        nonce,
        code_challenge: codeChallenge,
        code_challenge_method: 'S256',
        ...(fresh ? { prompt: 'login', max_age: '0' } : { prompt: 'select_account' }),
        ...(claim === 'acr' && { acr_values: value }),
      };
      for (const [name, text] of Object.entries(parameters)) address.searchParams.set(name, text);
      return address;
    },

    async redeem({ code, issuer, codeVerifier, nonce }, { fresh }) {
      const budget = newBudget();
      const published = await metadata(budget);
      const tokens = await requestTokens(
        fetch,
        published.tokenEndpoint,
        {
          grant_type: 'authorization_code',
          client_id: identity.clientId,
          code,
          redirect_uri: redirectUri,
          code_verifier: codeVerifier,
          ...(await proof(published.tokenEndpoint, budget)),
        },
        budget,
      );
      const { kid, payload } = takeApart(tokens.idToken);
      const key = keyFor(await keys.find(published.keysUri, kid, budget), payload);
      verifySignature(tokens.idToken, key);
      const { claims, issuedAt } = checkClaims(
        payload,
        key,
        {
          issuer: published.issuer,
          clientId: identity.clientId,
          nonce,
          accessToken: tokens.accessToken,
          responseIssuer: issuer,
          announcesResponseIssuer: published.announcesResponseIssuer,
        },
        clock,
      );
      return {
        identity: identityKey(claims.iss, claims.oid ?? claims.sub),
        kind: claims.tid === personalTenant ? 'personal' : 'work',
        label: maskedLabel(claims.preferred_username),
        secondFactor: provesSecondFactor(claims, identity.secondFactor),
        authenticatedAt: authenticatedAt(claims, issuedAt, fresh),
      };
    },
  };

  /** When the person proved who they are. The time of issue says so only if a new sign-in was demanded. */
  function authenticatedAt({ auth_time }: IdTokenClaims, issuedAt: Date, fresh: boolean): Date | undefined {
    if (auth_time !== undefined) return new Date(auth_time * 1000);
    return fresh && identity.freshness === 'issued-at' ? issuedAt : undefined;
  }
}

/** One key id may be published for several issuers; the token’s own claim only chooses among keys that are all the provider’s. */
function keyFor(candidates: readonly SigningKey[], { iss, tid }: Readonly<Record<string, unknown>>): SigningKey {
  const [only] = candidates;
  if (only && candidates.length === 1) return only;
  const matching = candidates.filter(
    (key) => typeof tid === 'string' && key.issuer?.replaceAll('{tenantid}', tid) === iss,
  );
  const [match] = matching;
  if (!match || matching.length > 1)
    throw new ProviderFault('key-unknown', 'Several keys have the id that the token names');
  return match;
}
