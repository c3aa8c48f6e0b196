import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { timers } from '../../functions/timers.ts';
import { type ConfigError, readConfig } from '../../shared/config.ts';
import { settingNames } from '../../shared/settings.ts';
import { tableNames } from '../../shared/storage/tables.ts';
import { appSettings, compiledOrNotice, ofType, one, type Resource, type Template } from '../support/infra/compiled.ts';
import { expectCaught } from '../support/infra/edited.ts';

const infra = await compiledOrNotice();
const plain = infra?.resources.plain ?? [];
const everything = infra?.resources.everything ?? [];

type Resources = readonly Resource[];
type Json = Record<string, unknown>;
const readJson = (file: string) => JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')) as Json;
const site = 'Microsoft.Web/sites';

/** Read by the Functions host and by Node, not by the service. */
const hostSettings = [
  'APPLICATIONINSIGHTS_AUTHENTICATION_STRING',
  'APPLICATIONINSIGHTS_CONNECTION_STRING',
  'AzureWebJobsDisableHomepage',
  'AzureWebJobsStorage__accountName',
  'AzureWebJobsStorage__clientId',
  'AzureWebJobsStorage__credential',
];

/** What a deployment will put in place of an expression has the right shape. */
function resolved(settings: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      value.startsWith('[') ? (/URL|ORIGIN/.test(name) ? 'https://resolved.example.org' : 'resolved') : value,
    ]),
  );
}

describe.skipIf(!infra)('the settings on Azure', () => {
  /** Faults of the start with these settings, and names that nobody reads. */
  const check = (all: Resources) => {
    const settings = appSettings(all);
    const unread = Object.keys(settings).filter((name) => ![...settingNames, ...hostSettings].includes(name));
    const missing = hostSettings.filter((name) => !(name in settings));
    try {
      readConfig(resolved(settings));
      return [...unread, ...missing];
    } catch (error) {
      return [...unread, ...missing, ...(error as ConfigError).faults];
    }
  };
  const set = (changes: Json) => (all: Resources) => void Object.assign(appSettings(all), changes);

  test('let the service start, and hold nothing that nobody reads', () => {
    for (const resources of [plain, everything]) {
      expectCaught(resources, check, [
        ['one that the service needs is missing', (all) => delete appSettings(all).IDENTITY_CLIENT_ID],
        ['tables are reached in no way', (all) => delete appSettings(all).TABLES_URL],
        ['the registry half known', set({ REGISTRY_ISSUER: 'https://issuer.example.org', REGISTRY_AUDIENCE: '' })],
        ['an origin that is none', set({ PUBLIC_ORIGIN: 'accounts.example.org' })],
        ['misspelt', set({ FRONT_END_ORIGINS: 'https://www.example.org' })],
        ['what this plan does not take', set({ FUNCTIONS_WORKER_RUNTIME: 'node' })],
        ['the host without its storage', (all) => delete appSettings(all).AzureWebJobsStorage__accountName],
      ]);
    }
  });

  test('reach storage, telemetry and Microsoft as the managed identity, everywhere the same one', () => {
    const identity = (all: Resources) => {
      const { AZURE_CLIENT_ID: client = '', ...settings } = appSettings(all);
      const id = one(all, 'Microsoft.ManagedIdentity/userAssignedIdentities').id;
      const app = one(all, site);
      return [
        ...(client.includes(id) ? [] : ['AZURE_CLIENT_ID']),
        ...(settings.AzureWebJobsStorage__clientId === client ? [] : ['storage of the host']),
        ...(settings.AzureWebJobsStorage__credential === 'managedidentity' ? [] : ['credential of the host']),
        ...(settings.APPLICATIONINSIGHTS_AUTHENTICATION_STRING?.includes(id) ? [] : ['telemetry']),
        ...(settings.IDENTITY_CLIENT_ASSERTION === 'managed-identity' ? [] : ['sign-in']),
        ...(JSON.stringify(Object.keys(app.identity.userAssignedIdentities)) === JSON.stringify([id])
          ? []
          : ['the app']),
        ...(app.properties.functionAppConfig.deployment.storage.authentication.userAssignedIdentityResourceId === id
          ? []
          : ['deployment']),
      ];
    };
    expectCaught(plain, identity, [
      ['another identity for tables', set({ AZURE_CLIENT_ID: '00000000-0000-4000-8000-000000000009' })],
      ['a host by key', set({ AzureWebJobsStorage__credential: '' })],
      ['a client secret', set({ IDENTITY_CLIENT_ASSERTION: '' })],
      ['telemetry by key', set({ APPLICATIONINSIGHTS_AUTHENTICATION_STRING: '' })],
      ['an identity more', (all) => (one(all, site).identity.userAssignedIdentities.more = {})],
      [
        'deployment by key',
        (all) =>
          (one(all, site).properties.functionAppConfig.deployment.storage.authentication = {
            type: 'StorageAccountConnectionString',
          }),
      ],
    ]);
  });

  test('take a client’s address from the header that the platform itself writes', () => {
    const header = (expected: string) => (all: Resources) =>
      appSettings(all).CLIENT_ADDRESS_HEADER === expected ? [] : ['CLIENT_ADDRESS_HEADER'];
    expectCaught(plain, header('X-Forwarded-For'), [
      ['a header anybody may write', set({ CLIENT_ADDRESS_HEADER: 'X-Real-IP' })],
    ]);
    expectCaught(everything, header('X-Azure-SocketIP'), [
      ['Front Door’s own address', set({ CLIENT_ADDRESS_HEADER: 'X-Forwarded-For' })],
    ]);
  });
});

test('the sample for a laptop names every setting, and none that nobody reads', () => {
  const { Values } = readJson('local.settings.sample.json') as { Values: Record<string, string> };
  const forTheHost = ['AzureWebJobsDisableHomepage', 'FUNCTIONS_WORKER_RUNTIME'];
  expect(Object.keys(Values).sort()).toEqual([...settingNames, ...forTheHost].sort());
  expect(() => readConfig({ ...Values, IDENTITY_CLIENT_ID: 'client' })).not.toThrow();
});

describe.skipIf(!infra)('on Azure there is', () => {
  test('every table, and no other', () => {
    const table = 'Microsoft.Storage/storageAccounts/tableServices/tables';
    const check = (prefix: string) => (all: Resources) => {
      const there = ofType(all, table).map(({ name }) => name);
      const account = /stdata[a-z0-9]+/.exec(appSettings(all).TABLES_URL ?? '')?.[0];
      const wanted = tableNames.map((name) => `${account}/default/${prefix}${name}`);
      return [...wanted.filter((name) => !there.includes(name)), ...there.filter((name) => !wanted.includes(name))];
    };
    const remove = (name: string) => (all: Resources) =>
      void (all as Resource[]).splice(all.indexOf(one(all, table, name)), 1);
    expectCaught(plain, check(''), [
      ...tableNames.map((name) => [`no ${name}`, remove(name)] as const),
      ['a further table', (all) => void (all as Resource[]).push({ ...one(all, table), name: 'x/default/more' })],
      ['another account', (all) => (appSettings(all).TABLES_URL = 'https://other.table.core.windows.net')],
    ]);
    expectCaught(everything, check(appSettings(everything).TABLES_PREFIX ?? ''), [['no prefix', remove('v1flows')]]);
  });

  test('a Flex Consumption plan with Node.js, 24 unless told 22', () => {
    const check = (all: Resources) => {
      const { sku } = one(all, 'Microsoft.Web/serverfarms');
      const { runtime, scaleAndConcurrency } = one(all, site).properties.functionAppConfig;
      return [
        ...(sku.name === 'FC1' ? [] : ['plan']),
        ...(runtime.name === 'node' && runtime.version === '24' ? [] : ['runtime']),
        ...(scaleAndConcurrency.maximumInstanceCount > 0 && scaleAndConcurrency.instanceMemoryMB >= 512
          ? []
          : ['scale']),
      ];
    };
    const app = (all: Resources) => one(all, site).properties.functionAppConfig;
    expectCaught(plain, check, [
      ['another plan', (all) => (one(all, 'Microsoft.Web/serverfarms').sku.name = 'Y1')],
      ['an old Node.js', (all) => (app(all).runtime.version = '20')],
      ['no bound', (all) => delete app(all).scaleAndConcurrency.maximumInstanceCount],
    ]);
    const versions = (template: Template) =>
      JSON.stringify(template.parameters?.nodeVersion?.allowedValues) === '["22","24"]' ? [] : ['nodeVersion'];
    expectCaught(infra?.template ?? { resources: [] }, versions, [
      ['20 allowed', (template) => Object.assign(template.parameters?.nodeVersion ?? {}, { allowedValues: ['20'] })],
    ]);
  });

  test('storage that survives a zone, packages that can be undeleted, and a lock on people’s rows', () => {
    const check = (all: Resources) => [
      ...ofType(all, 'Microsoft.Storage/storageAccounts')
        .filter(({ sku }) => sku.name !== 'Standard_ZRS')
        .map(({ name }) => name),
      ...['deleteRetentionPolicy', 'containerDeleteRetentionPolicy'].filter(
        (policy) => one(all, 'Microsoft.Storage/storageAccounts/blobServices').properties[policy]?.enabled !== true,
      ),
      ...(ofType(all, 'Microsoft.Authorization/locks').some(({ id }) => /\/stdata[a-z0-9]+\/providers/.test(id))
        ? []
        : ['lock']),
    ];
    expectCaught(plain, check, [
      ['one zone', (all) => (one(all, 'Microsoft.Storage/storageAccounts').sku.name = 'Standard_LRS')],
      [
        'no undelete',
        (all) => delete one(all, 'Microsoft.Storage/storageAccounts/blobServices').properties.deleteRetentionPolicy,
      ],
      ['no lock', (all) => void (all as Resource[]).splice(all.indexOf(one(all, 'Microsoft.Authorization/locks')), 1)],
    ]);
  });

  test('what azd looks for: the environment’s tag on the group, the service’s tag on the app', () => {
    const services = /^ {2}([a-z-]+):$/m.exec(readFileSync(new URL('../../azure.yaml', import.meta.url), 'utf8'))?.[1];
    const check = (all: Resources) => [
      ...(one(all, 'Microsoft.Resources/resourceGroups').tags?.['azd-env-name'] === 'production'
        ? []
        : ['azd-env-name']),
      ...(one(all, site).tags?.['azd-service-name'] === services ? [] : ['azd-service-name']),
    ];
    expectCaught(plain, check, [
      ['no environment', (all) => void Object.assign(one(all, 'Microsoft.Resources/resourceGroups'), { tags: {} })],
      ['another service', (all) => void Object.assign(one(all, site), { tags: { 'azd-service-name': 'api' } })],
    ]);
  });
});

test('the infrastructure knows every timer, and when its silence means something: three ticks, or two days', () => {
  const known = readJson('infra/timers.json') as unknown as { name: string; silentAfterMinutes: number }[];
  const check = (given: typeof known) => [
    ...timers.filter(({ name }) => given.filter((one) => one.name === name).length !== 1).map(({ name }) => name),
    ...given.flatMap(({ name, silentAfterMinutes }) => {
      const schedule = timers.find((timer) => timer.name === name)?.schedule;
      if (schedule === undefined) return [`no timer ${name}`];
      const every = /^0 \*\/(\d+) \* \* \* \*$/.exec(schedule)?.[1];
      const least = every === undefined ? 2 * 24 * 60 : 3 * Number(every);
      return silentAfterMinutes >= least ? [] : [`${name} may be silent for longer`];
    }),
  ];
  const shorten = (name: string, minutes: number) => (given: typeof known) =>
    void Object.assign(given.find((one) => one.name === name) ?? {}, { silentAfterMinutes: minutes });
  expectCaught(known, check, [
    ['a timer forgotten', (given) => void given.pop()],
    ['a timer twice', (given) => void given.push(structuredClone(given[0] as (typeof known)[0]))],
    ['a timer that there is none of', (given) => void given.push({ name: 'odd', silentAfterMinutes: 60 })],
    ['two ticks', shorten('advance-deletions', 14)],
    ['a night', shorten('check-integrity', 24 * 60)],
  ]);
});
