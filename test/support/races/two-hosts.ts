import { ada } from '../../../local/stand-in/people.ts';
import { servicesOf } from '../../../shared/services.ts';
import { testConfig } from '../config.ts';
import { integrityFaults } from '../integrity-faults.ts';
import { servicesIn } from '../residents.ts';
import { type System, type SystemOptions, startSystem } from '../system.ts';
import { hostPlace } from './host-place.ts';
import type { Site } from './site.ts';

export interface TwoHosts extends Site {
  readonly system: System;
  /** What is wrong in all of storage, and what either host has logged as a fault; not 503, which asks for a repetition. */
  faults(): Promise<readonly string[]>;
}

/** Two host processes over one Azurite, asked through HTTP. Stop `system` in the end. */
export async function startTwoHosts(options: Omit<SystemOptions, 'hosts'> = {}): Promise<TwoHosts> {
  const system = await startSystem({ ...options, hosts: 2 });
  const [first, second] = system.hosts.map(({ origin }) => hostPlace(system, origin, ada));
  if (!first || !second) throw new Error('There are not two hosts');
  const config = testConfig({ TABLES_CONNECTION_STRING: system.tablesConnectionString });
  const site = { here: first, there: second, services: servicesIn({ services: servicesOf(config, () => undefined) }) };
  return {
    ...site,
    system,
    async faults() {
      const logged = system.log.filter((line) => line.includes('"level":"error"') && !line.includes('"code":"busy"'));
      return [...(await integrityFaults(site)), ...logged];
    },
  };
}
