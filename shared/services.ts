import { type Clock, systemClock } from './clock.ts';
import type { Config } from './config.ts';
import type { IdentityProvider } from './identity/identity-provider.ts';
import { openIdProvider } from './identity/openid-provider.ts';
import { type RegistryTokens, registryTokens } from './identity/registry-tokens.ts';
import type { Log } from './log.ts';
import { type Random, systemRandom } from './random.ts';
import { azureTables } from './storage/azure-tables.ts';
import type { Tables } from './storage/tables.ts';

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

/** The services of a running process. Nothing is connected to before it is first used. */
export function servicesOf(config: Config, log: Log): Services {
  return {
    config,
    log,
    clock: systemClock,
    random: systemRandom,
    tables: azureTables(config, systemClock),
    provider: openIdProvider(config, systemClock),
    registryTokens: registryTokens(config, systemClock),
  };
}
