import { checkIntegrity } from '../../shared/integrity/check-integrity.ts';
import { everyKey } from '../../shared/integrity/key-ranges.ts';
import { servicesIn } from './residents.ts';
import type { World } from './world.ts';

/** What is wrong in all of storage, one sentence per place. */
export async function integrityFaults(place: Pick<World, 'services'>): Promise<string[]> {
  const faults: string[] = [];
  await checkIntegrity(servicesIn(place), everyKey, 100_000, ({ invariant, table, partition, row, detail }) =>
    faults.push(`${invariant}: ${table}/${partition}/${row} ${detail}`),
  );
  return faults;
}
