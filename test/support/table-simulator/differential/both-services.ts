import { inject } from 'vitest';
import { testConfig } from '../../config.ts';
import { simulatedHttpClient } from '../http-client.ts';
import { createTableStore } from '../table-store.ts';
import { type ServiceUnderTest, serviceUnderTest } from './service-under-test.ts';

export interface BothServices {
  readonly azurite: ServiceUnderTest;
  readonly simulator: ServiceUnderTest;
}

/** An empty table of this name on each. */
export async function bothServices(table: string): Promise<BothServices> {
  const { location } = testConfig().tables;
  if (location.kind !== 'connection-string') throw new Error('The tests reach their tables by connection string');
  const httpClient = simulatedHttpClient(createTableStore({ now: () => new Date() }));
  const [azurite, simulator] = await Promise.all([
    serviceUnderTest(inject('tablesConnectionString'), table),
    serviceUnderTest(location.connectionString, table, { httpClient }),
  ]);
  return { azurite, simulator };
}
