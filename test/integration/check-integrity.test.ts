import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, inject, test } from 'vitest';
import { freePort } from '../../local/port.ts';
import { systemClock } from '../../shared/clock.ts';
import { settingNames } from '../../shared/settings.ts';
import { azureTables, createTables } from '../../shared/storage/azure-tables.ts';
import { testConfig } from '../support/config.ts';

const command = path.resolve(import.meta.dirname, '../../local/check-integrity.ts');
const connectionString = inject('tablesConnectionString');
const port = new URL(/TableEndpoint=([^;]*)/.exec(connectionString)?.[1] ?? '').port;

/** Runs the command with these settings and no others. */
async function run(settings: Readonly<Record<string, string>>) {
  const unset = Object.fromEntries(settingNames.map((name) => [name, '']));
  const child = spawn(process.execPath, [command], { env: { ...process.env, ...unset, ...settings } });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, out, err };
}

/** Let `storage` know nothing of `npm start`. */
test('without a setting the whole check looks at the storage of npm start, and tells of what is wrong there', async () => {
  const config = testConfig({ TABLES_CONNECTION_STRING: connectionString, TABLES_PREFIX: 'checked' });
  await createTables(config);
  const settings = { AZURITE_TABLE_PORT: port, TABLES_PREFIX: 'checked' };
  expect(await run(settings)).toEqual({
    code: 0,
    out: `Checking the storage of \`npm start\`, 127.0.0.1:${port}\n0 partitions checked, 0 findings\n`,
    err: '',
  });
  const tables = azureTables(config, systemClock).within({ deadline: Number.POSITIVE_INFINITY, sent: 0 });
  await tables.insert('accounts', { partition: 'ada', row: 'account', columns: {} });
  const { code, out } = await run(settings);
  expect(out).toContain('unreadable accounts/ada/account: cannot be read\n1 partitions checked, 1 findings\n');
  expect(code).toBe(1);
});

/** Take `runToEnd` or `told` away, and a stack is printed. */
test.each<[string, () => Promise<Readonly<Record<string, string>>>, RegExp]>([
  [
    'a setting is wrong',
    async () => ({ TABLES_URL: 'ftp://x' }),
    /^The settings cannot be used:\n {2}- TABLES_URL.*\n$/,
  ],
  [
    'the tables are not there',
    async () => ({ AZURITE_TABLE_PORT: port, TABLES_PREFIX: 'none' }),
    /^The rows could not be read from .*Is it running, are the tables there.*\n$/,
  ],
  [
    'storage does not answer',
    async () => ({ AZURITE_TABLE_PORT: String(await freePort(0, 'a port')) }),
    /^The rows could not be read from .*ECONNREFUSED.*\n$/,
  ],
])('when %s the whole check says so in one message, and ends with 1', async (_what, settings, message) => {
  const { code, err } = await run(await settings());
  expect(err).toMatch(message);
  expect(code).toBe(1);
});
