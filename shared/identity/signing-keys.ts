import { JwksClient } from 'jwks-rsa';
import * as z from 'zod/mini';
import { type Clock, hour, second } from '../clock.ts';
import { ProviderFault } from './identity-provider.ts';
import { lastGood } from './last-good.ts';
import { ask, type Fetch, jsonOf, type ProviderBudget, providerBudget, within } from './provider-fetch.ts';
import { type SigningKey, signingKey } from './signing-key.ts';

/** RFC 7517. A fault in one key is no reason to refuse the others. */
const KeySet = z.object({ keys: z.array(z.unknown()) });

const freshHours = 1;
/** An unknown key id makes us fetch the set again, but nobody can cause that more often than this. */
const refetchSeconds = 30;

export interface SigningKeys {
  /** The keys with this id. @throws ProviderFault `key-unknown` and whatever the network does */
  find(keysUri: string, kid: string, budget: ProviderBudget): Promise<readonly SigningKey[]>;
}

/**
 * The provider's key set. Keys are read raw: the library's own conversion drops the `issuer` field, which ties a key to
 * the tenants it may speak for.
 *
 * When the provider changes its keys, many sign-ins meet the new id at once: one fetches, and all wait for that answer.
 * It has a budget of its own, so a sign-in with little time left does not waste the only fetch of that half minute.
 */
export function signingKeys(clock: Clock, fetch: Fetch): SigningKeys {
  const kept = lastGood<readonly SigningKey[]>(clock, freshHours * hour);
  let refetch: { readonly at: number; readonly keys: Promise<readonly SigningKey[]> } | undefined;

  const fetchAnew = (keysUri: string, budget: ProviderBudget) => async () => {
    const client = new JwksClient({
      jwksUri: keysUri,
      cache: false,
      rateLimit: false,
      fetcher: async (uri) => readKeySet(jsonOf(await ask(fetch, uri, budget))),
    });
    const published = (await client.getKeys()) as readonly unknown[];
    return published.map(signingKey).filter((key) => key !== undefined);
  };

  return {
    async find(keysUri, kid, budget) {
      const withId = (keys: readonly SigningKey[]) => keys.filter((key) => key.kid === kid);
      const known = withId(await kept.get(fetchAnew(keysUri, budget)));
      if (known.length > 0) return known;
      const at = clock.monotonic();
      if (refetch === undefined || at - refetch.at >= refetchSeconds * second) {
        refetch = { at, keys: kept.refresh(fetchAnew(keysUri, providerBudget(budget.milliseconds))) };
      }
      const anew = withId(await within(budget, refetch.keys));
      if (anew.length > 0) return anew;
      throw new ProviderFault('key-unknown', 'The token is signed by a key that the provider does not publish');
    },
  };
}

/** @throws ProviderFault `keys-invalid` */
function readKeySet(document: unknown): { keys: readonly unknown[] } {
  const parsed = KeySet.safeParse(document);
  if (!parsed.success) throw new ProviderFault('keys-invalid', 'The key set has no keys');
  return parsed.data;
}
