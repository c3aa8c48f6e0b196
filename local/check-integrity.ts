/**
 * `npm run check-integrity`: checks everything in the storage that the settings name, or else in that of `npm start`, and
 * prints each place where an invariant does not hold. Exits with 1 if there is one. It writes nothing. A deployed service
 * (`TABLES_URL`) is reached as whoever is signed in with az; of the other settings only `TABLES_PREFIX` matters.
 */
import path from 'node:path';
import { AzureCliCredential } from '@azure/identity';
import { systemClock } from '../shared/clock.ts';
import { readConfig } from '../shared/config.ts';
import { checkIntegrity, type IntegrityCounts } from '../shared/integrity/check-integrity.ts';
import type { Finding } from '../shared/integrity/finding.ts';
import { everyKey } from '../shared/integrity/key-ranges.ts';
import { unlimited } from '../shared/integrity/partitions-within.ts';
import { consoleLog } from '../shared/log.ts';
import { type Services, servicesOf } from '../shared/services.ts';
import { azureTables } from '../shared/storage/azure-tables.ts';
import { azuriteConnectionString, standardTablePort } from './azurite.ts';
import { runToEnd } from './main-program.ts';
import { readPort, StartFault } from './port.ts';
import { applySettingsFile } from './settings-file.ts';

/** Settings of tables, and what they come to in words. */
function storage() {
  if (!process.env.TABLES_URL) applySettingsFile(path.join(import.meta.dirname, '..', 'local.settings.json'));
  const { TABLES_URL, TABLES_CONNECTION_STRING, TABLES_PREFIX } = process.env;
  if (TABLES_URL || TABLES_CONNECTION_STRING) {
    const where = TABLES_URL || 'the storage that TABLES_CONNECTION_STRING names';
    return { where, settings: { TABLES_URL, TABLES_CONNECTION_STRING, TABLES_PREFIX } };
  }
  const port = readPort('AZURITE_TABLE_PORT', standardTablePort);
  const settings = { TABLES_CONNECTION_STRING: azuriteConnectionString(port), TABLES_PREFIX };
  return { where: `the storage of \`npm start\`, 127.0.0.1:${port}`, settings };
}

function servicesAt(settings: Readonly<Record<string, string | undefined>>): Services {
  const config = readConfig({
    ...settings,
    // Nobody signs in here.
    PUBLIC_ORIGIN: 'http://127.0.0.1',
    IDENTITY_CLIENT_ID: 'nobody',
    IDENTITY_CLIENT_ASSERTION: 'managed-identity',
  });
  const services = servicesOf(
    config,
    consoleLog(() => new Date()),
  );
  const scope = { deadline: Number.POSITIVE_INFINITY, sent: 0 };
  return { ...services, tables: azureTables(config, systemClock, {}, new AzureCliCredential()).within(scope) };
}

async function check(): Promise<number> {
  const { where, settings } = storage();
  const services = servicesAt(settings);
  console.log(`Checking ${where}`);
  const { partitions, findings } = await told(where, checkIntegrity(services, everyKey, unlimited, print));
  console.log(`${partitions} partitions checked, ${findings} findings`);
  return findings > 0 ? 1 : 0;
}

function print({ invariant, table, partition, row, detail, cause }: Finding): void {
  console.log(`${invariant} ${table}/${partition}/${row}: ${detail}`, ...(cause === undefined ? [] : [cause]));
}

/** What storage answers, or does not, is for the person who named it. */
async function told(where: string, checking: Promise<IntegrityCounts>): Promise<IntegrityCounts> {
  try {
    return await checking;
  } catch (cause) {
    if (!(cause instanceof Error) || !['Unanswered', 'RestError'].includes(cause.name)) throw cause;
    const { message } = cause.cause instanceof Error ? cause.cause : cause;
    const advice = 'Is it running, are the tables there, and may you read them?';
    throw new StartFault(`The rows could not be read from ${where}. ${advice} (${message.split('\n')[0]})`, { cause });
  }
}

await runToEnd(check);
