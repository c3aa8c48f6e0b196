import type { TableServiceClientOptions } from '@azure/data-tables';
import { servicesIn } from '../residents.ts';
import { type SeededRandom, seededRandom } from '../seeded-random.ts';
import { createWorld } from '../world.ts';
import type { Site } from './site.ts';

/** Two processes over one simulated storage, neither of which is always the faster one. */
export async function twoProcesses(seed: number): Promise<Site> {
  const random = seededRandom(seed);
  const here = await createWorld({ tables: unevenly(random) });
  const there = await createWorld({ beside: here, tables: unevenly(random) });
  return { here, there, services: servicesIn(here) };
}

/** Lets each request wait for some turns of the event loop: at equal steps the same contender would always be first. */
function unevenly(random: SeededRandom): TableServiceClientOptions {
  return {
    retryOptions: { maxRetries: 0 },
    additionalPolicies: [
      {
        position: 'perRetry',
        policy: {
          name: 'unevenly',
          async sendRequest(request, next) {
            for (let turns = random.below(8); turns > 0; turns -= 1) await new Promise(setImmediate);
            return await next(request);
          },
        },
      },
    ],
  };
}
