import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { findBicep } from '../../infra/tools/bicep.ts';
import { infraFolder, scopeOf } from '../../infra/tools/bicep-sources.ts';
import { appSettings, one, type Resource } from '../support/infra/compiled.ts';

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const bicep = findBicep();

/** What azd would deploy with these settings, and nothing else set. */
async function deployed(settings: Readonly<Record<string, string>>): Promise<readonly Resource[]> {
  if ('missing' in bicep) return [];
  const folder = mkdtempSync(path.join(tmpdir(), 'azd-'));
  cpSync(infraFolder, folder, { recursive: true });
  try {
    const file = path.join(folder, 'main.bicepparam');
    await bicep.snapshot(file, scopeOf(file), {
      AZURE_ENV_NAME: 'production',
      AZURE_LOCATION: 'westeurope',
      IDENTITY_CLIENT_ID: '00000000-0000-4000-8000-000000000001',
      ...settings,
    });
    return JSON.parse(readFileSync(file.replace('.bicepparam', '.snapshot.json'), 'utf8')).predictedResources;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.skipIf('missing' in bicep)('azd deploys', () => {
  test('the Node.js that it was told to, whatever an image of Node.js says', { timeout: 60_000 }, async () => {
    const app = one(await deployed({ NODE_VERSION: '24.21.0', FUNCTIONS_NODE_VERSION: '22' }), 'Microsoft.Web/sites');
    expect(app.properties.functionAppConfig.runtime.version).toBe('22');
  });

  test('the address of a domain with Front Door only, for nothing else answers there', {
    timeout: 60_000,
  }, async () => {
    const origin = async (settings: Readonly<Record<string, string>>) =>
      appSettings(await deployed({ CUSTOM_DOMAIN: 'accounts.example.org', ...settings })).PUBLIC_ORIGIN;
    expect(await origin({ FRONT_DOOR: 'true' })).toBe('https://accounts.example.org');
    expect(await origin({})).toMatch(/^https:\/\/func-accounts-\w+\.azurewebsites\.net$/);
  });
});

test('every setting of azd is named in docs/operations.md', () => {
  const names = [...read('infra/main.bicepparam').matchAll(/readEnvironmentVariable\('(\w+)'/g)].map(
    ([, name]) => name,
  );
  const byItself = ['AZURE_ENV_NAME', 'AZURE_LOCATION'];
  const text = read('docs/operations.md');
  expect(names).toContain('ALERT_EMAILS');
  expect(names.filter((name = '') => !byItself.includes(name) && !new RegExp(`\\b${name}\\b`).test(text))).toEqual([]);
});
