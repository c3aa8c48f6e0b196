/**
 * Checks everything in the storage that the settings name, and prints each place where an invariant does not hold.
 * Ends with 1 when there is one.
 */
import path from 'node:path';
import { readConfig } from '../shared/config.ts';
import { checkIntegrity } from '../shared/integrity/check-integrity.ts';
import { everyKey } from '../shared/integrity/key-ranges.ts';
import { consoleLog } from '../shared/log.ts';
import { servicesOf } from '../shared/services.ts';
import { applySettingsFile } from './settings-file.ts';

applySettingsFile(path.join(import.meta.dirname, '..', 'local.settings.json'));
const services = servicesOf(
  readConfig(process.env),
  consoleLog(() => new Date()),
);
const tables = services.tables.within({ deadline: Number.POSITIVE_INFINITY, sent: 0 });
const counts = await checkIntegrity({ ...services, tables }, everyKey, Number.POSITIVE_INFINITY, (finding) =>
  console.log(`${finding.invariant} ${finding.table}/${finding.partition}/${finding.row}: ${finding.detail}`),
);
console.log(`${counts.partitions} partitions checked, ${counts.findings} findings, ${counts.removed} pointers removed`);
process.exitCode = counts.findings > 0 ? 1 : 0;
