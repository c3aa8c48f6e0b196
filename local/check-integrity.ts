/**
 * `npm run check-integrity`: checks everything in the storage that the settings name, and prints each place where an
 * invariant does not hold. Exits with 1 if there is one. It writes nothing. A deployed service (`TABLES_URL`) is reached as
 * whoever is signed in with az; of the other settings only `TABLES_PREFIX` matters.
 */
import path from 'node:path';
import { AzureCliCredential } from '@azure/identity';
import { systemClock } from '../shared/clock.ts';
import { readConfig } from '../shared/config.ts';
import { checkIntegrity } from '../shared/integrity/check-integrity.ts';
import { everyKey } from '../shared/integrity/key-ranges.ts';
import { consoleLog } from '../shared/log.ts';
import { servicesOf } from '../shared/services.ts';
import { azureTables } from '../shared/storage/azure-tables.ts';
import { applySettingsFile } from './settings-file.ts';

if (!process.env.TABLES_URL) applySettingsFile(path.join(import.meta.dirname, '..', 'local.settings.json'));
const { TABLES_URL, TABLES_CONNECTION_STRING, TABLES_PREFIX } = process.env;
const config = readConfig({
  TABLES_URL,
  TABLES_CONNECTION_STRING,
  TABLES_PREFIX,
  // Nobody signs in here.
  PUBLIC_ORIGIN: 'http://127.0.0.1',
  IDENTITY_CLIENT_ID: 'nobody',
  IDENTITY_CLIENT_ASSERTION: 'managed-identity',
});
const services = servicesOf(
  config,
  consoleLog(() => new Date()),
);
const tables = azureTables(config, systemClock, {}, new AzureCliCredential()).within({
  deadline: Number.POSITIVE_INFINITY,
  sent: 0,
});
const counts = await checkIntegrity({ ...services, tables }, everyKey, Number.POSITIVE_INFINITY, (finding) =>
  console.log(`${finding.invariant} ${finding.table}/${finding.partition}/${finding.row}: ${finding.detail}`),
);
console.log(`${counts.partitions} partitions checked, ${counts.findings} findings`);
process.exitCode = counts.findings > 0 ? 1 : 0;
