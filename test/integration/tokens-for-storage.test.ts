import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageFiles } from '../../infra/tools/package.ts';
import { zip } from '../../infra/tools/zip.ts';
import { listenOn } from '../../local/port.ts';
import { settingNames } from '../../shared/settings.ts';
import { goodSettings } from '../support/config.ts';
import { runtimes } from '../support/runtimes.ts';
import { startTokenStorage, type TokenStorage } from '../support/token-storage.ts';
import { unpack } from '../support/unpack.ts';

const root = path.resolve(import.meta.dirname, '../..');
const run = promisify(execFile);

let storage: TokenStorage;
let folder: string;
beforeAll(async () => {
  storage = await startTokenStorage();
  folder = await mkdtemp(path.join(tmpdir(), 'tokens-for-storage-'));
});
afterAll(async () => {
  await storage.stop();
  await rm(folder, { recursive: true });
});

/** Nothing of the person's own settings; the certificate of the test's storage is nobody's. */
function environment(more: Readonly<Record<string, string>>) {
  const unset = Object.fromEntries(settingNames.map((name) => [name, '']));
  return { ...process.env, ...unset, NODE_TLS_REJECT_UNAUTHORIZED: '0', TABLES_URL: storage.url, ...more };
}

/** A start of what is deployed in that folder, which reads an account that is not there. */
function readsAccount(deployed: string): string[] {
  const script = path.join(root, 'infra/tools/first-answer.ts');
  const args = [script, path.join(deployed, 'main.cjs'), 'show-public-account', 'api/accounts/Ada'];
  return ['--experimental-strip-types', '--no-warnings', ...args];
}

/** Leave `ManagedIdentityCredential` out of what is packed, and the first request to storage has no token. */
test.each(runtimes)('on Node.js %s the package reads storage as its managed identity', async (version, node) => {
  const asked: string[] = [];
  const platform = createServer((request, response) => {
    asked.push(`${request.headers['x-identity-header']} ${request.url}`);
    const expires = Math.floor(Date.now() / 1000) + 3600;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({ access_token: 'of-the-identity', expires_on: String(expires), token_type: 'Bearer' }),
    );
  });
  const port = await listenOn(platform, 0, 'the port of the platform');
  try {
    const deployed = path.join(folder, version);
    unpack(zip(await packageFiles()), deployed);
    const { TABLES_CONNECTION_STRING: _, ...settings } = goodSettings;
    const env = environment({
      ...settings,
      AZURE_CLIENT_ID: 'the-client',
      IDENTITY_ENDPOINT: `http://127.0.0.1:${port}/token`,
      IDENTITY_HEADER: 'of the platform',
    });
    const { stdout } = await run(node, readsAccount(deployed), { env });
    expect(stdout).toMatch(/^first-answer \S+ \S+ 404$/m);
  } finally {
    platform.closeAllConnections();
    platform.close();
  }
  expect(asked).toHaveLength(1);
  expect(asked[0]).toContain('of the platform /token?');
  expect(asked[0]).toContain('client_id=the-client');
  expect(storage.shown.at(-1)).toBe('Bearer of-the-identity');
});

/** Import `@azure/identity` at the top of `azure-tables.ts`, or call `load` before a token is asked for. */
test('a start that shows storage a key reads nothing of the identity library, one that shows a token does', async () => {
  const files = Object.entries(await packageFiles());
  // The address that a machine on Azure asks for its token.
  const [ofIdentity = '', ...others] = files.filter(([, content]) => content.includes('IMDS')).map(([name]) => name);
  expect(others).toEqual([]);
  const deployed = path.join(folder, 'without-identity');
  unpack(zip(Object.fromEntries(files.filter(([name]) => name !== ofIdentity))), deployed);
  const answered = async (storageSettings: Readonly<Record<string, string>>) => {
    const env = environment({ ...goodSettings, TABLES_URL: '', TABLES_CONNECTION_STRING: '', ...storageSettings });
    return /^first-answer \S+ \S+ (\d+)$/m.exec(
      (await run(process.execPath, readsAccount(deployed), { env })).stdout,
    )?.[1];
  };
  const key = `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=dGVzdA==;TableEndpoint=${storage.url}`;
  expect(await answered({ TABLES_CONNECTION_STRING: key })).toBe('404');
  expect(await answered({ TABLES_URL: storage.url })).toBe('500');
});

/** Leave `AzureCliCredential` out of `check-integrity.ts`. */
test('the whole check reads a deployed service as whoever is signed in with az', async () => {
  const az = path.join(folder, 'az');
  const token = { accessToken: 'of-a-person', expires_on: 4_070_908_800, expiresOn: '2099-01-01 00:00:00.000000' };
  await writeFile(az, `#!/bin/sh\necho '${JSON.stringify(token)}'\n`);
  await chmod(az, 0o755);
  const env = environment({ PATH: `${folder}:${process.env.PATH}` });
  const { stdout } = await run(process.execPath, [path.join(root, 'local/check-integrity.ts')], { env });
  expect(stdout).toContain('0 partitions checked, 0 findings');
  expect(new Set(storage.shown.slice(-2))).toEqual(new Set(['Bearer of-a-person']));
});
