import { checkIntegrity } from '../../shared/integrity/check-integrity.ts';
import { everyKey } from '../../shared/integrity/key-ranges.ts';
import { unlimited } from '../../shared/integrity/partitions-within.ts';
import { servicesIn } from './residents.ts';
import type { World } from './world.ts';

/** What is wrong in all of storage, one sentence per place. */
export async function integrityFaults(place: Pick<World, 'services'>): Promise<string[]> {
  const faults: string[] = [];
  await checkIntegrity(servicesIn(place), everyKey, unlimited, ({ invariant, table, partition, row, detail }) =>
    faults.push(`${invariant}: ${table}/${partition}/${row} ${detail}`),
  );
  return faults;
}
