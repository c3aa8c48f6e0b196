import { type Clock, second } from '../clock.ts';
import type { Config } from '../config.ts';
import { ProviderFault } from './identity-provider.ts';
import { type Fetch, type ProviderBudget, providerBudget } from './provider-fetch.ts';
import { providerMetadata } from './provider-metadata.ts';
import { checkRegistryClaims, keyOfIssuer, type RegistryRole } from './registry-token.ts';
import { takeApart, verifySignature } from './signed-token.ts';
import type { SigningKey } from './signing-key.ts';
import { signingKeys } from './signing-keys.ts';

/** All calls to the issuer within one request of ours, together. */
const budgetMilliseconds = 5 * second;

export type Verdict =
  | { readonly roles: readonly RegistryRole[] }
  /** Why the token is not to be believed: for the log alone. */
  | { readonly refused: string };

/** Who verifies the tokens of the registry's backend. */
export interface RegistryTokens {
  /** @throws ProviderFault when the issuer's metadata or keys are unavailable: that is not the token's fault. */
  verify(token: string): Promise<Verdict>;
}

/**
 * Verifies tokens of the configured issuer against its metadata and keys. Without a configured issuer every token is
 * refused. A token is taken apart first, so garbage costs no request.
 *
 * Source: API 5, "Registry tokens"; the rules that they share with ID tokens are in `signed-token.ts`.
 */
export function registryTokens(config: Config, clock: Clock, fetch: Fetch = globalThis.fetch): RegistryTokens {
  const { registry } = config;
  if (!registry) return { verify: async () => ({ refused: 'no-registry' }) };
  const metadata = providerMetadata(registry.issuer, clock, fetch);
  const keys = signingKeys(clock, fetch);

  return {
    async verify(token) {
      const taken = judged(() => takeApart(token));
      if ('refused' in taken) return taken;
      const { kid, payload } = taken;
      const budget = providerBudget(budgetMilliseconds);
      const { keysUri } = await metadata(budget);
      const candidates = await withId(keysUri, kid, budget);
      return judged(() => {
        verifySignature(token, keyOfIssuer(candidates, payload));
        return { roles: checkRegistryClaims(payload, registry, clock) };
      });
    },
  };

  async function withId(keysUri: string, kid: string, budget: ProviderBudget): Promise<readonly SigningKey[]> {
    try {
      return await keys.find(keysUri, kid, budget);
    } catch (fault) {
      if (fault instanceof ProviderFault && fault.reason === 'key-unknown') return [];
      throw fault;
    }
  }
}

/** A rule that the token breaks is a result, not a fault. */
function judged<T>(check: () => T): T | { readonly refused: string } {
  try {
    return check();
  } catch (fault) {
    if (fault instanceof ProviderFault) return { refused: fault.reason };
    throw fault;
  }
}
