import { type Clock, systemClock } from './clock.ts';
import type { Config } from './config.ts';
import type { IdentityProvider } from './identity/identity-provider.ts';
import type { RegistryTokens } from './identity/registry-tokens.ts';
import type { Log } from './log.ts';
import { once } from './once.ts';
import { type Random, systemRandom } from './random.ts';
import type { Tables } from './storage/tables.ts';
import { tablesWhenUsed } from './storage/tables-when-used.ts';

/** Everything an operation may touch of the world outside its arguments. */
export interface Services {
  readonly config: Config;
  readonly clock: Clock;
  readonly random: Random;
  readonly tables: Tables;
  readonly provider: IdentityProvider;
  readonly registryTokens: RegistryTokens;
  readonly log: Log;
}

/** The services of a running process. Nothing is loaded or connected to before it is first used. */
export function servicesOf(config: Config, log: Log): Services {
  return {
    config,
    log,
    clock: systemClock,
    random: systemRandom,
    tables: tablesWhenUsed(async () => (await import('./storage/azure-tables.ts')).azureTables(config, systemClock)),
    provider: providerWhenUsed(config),
    registryTokens: registryTokensWhenUsed(config),
  };
}

/** Tokens are checked by libraries that only sign-ins need. */
function providerWhenUsed(config: Config): IdentityProvider {
  const provider = once(async () => {
    const { openIdProvider } = await import('./identity/openid-provider.ts');
    return openIdProvider(config, systemClock);
  });
  return {
    authorizationUrl: async (request) => (await provider()).authorizationUrl(request),
    redeem: async (response, options) => (await provider()).redeem(response, options),
  };
}

/** The same libraries, needed only by the registry's calls. */
function registryTokensWhenUsed(config: Config): RegistryTokens {
  const tokens = once(async () => {
    const { registryTokens } = await import('./identity/registry-tokens.ts');
    return registryTokens(config, systemClock);
  });
  return { verify: async (token) => (await tokens()).verify(token) };
}
