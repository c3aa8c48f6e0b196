import { describe, test } from 'vitest';
import { appSettings, compiledOrNotice, ofType, one, type Resource, type Template } from '../support/infra/compiled.ts';
import { expectCaught } from '../support/infra/edited.ts';

const infra = await compiledOrNotice();
const plain = infra?.resources.plain ?? [];
const everything = infra?.resources.everything ?? [];

type Resources = readonly Resource[];
const account = 'Microsoft.Storage/storageAccounts';
const container = `${account}/blobServices/containers`;
const assignment = 'Microsoft.Authorization/roleAssignments';

/** `resource: property` for each property that is not as required. */
function unlike(resource: Resource, demanded: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(demanded)
    .filter(([property, value]) => JSON.stringify(resource.properties[property]) !== JSON.stringify(value))
    .map(([property]) => `${resource.name}: ${property}`);
}

describe.skipIf(!infra)('the infrastructure lets nobody in', () => {
  test('by a key, anonymously, over plain HTTP or by old TLS', () => {
    const check = (all: Resources) => [
      ...ofType(all, account).flatMap((resource) =>
        unlike(resource, {
          allowSharedKeyAccess: false,
          allowBlobPublicAccess: false,
          allowCrossTenantReplication: false,
          supportsHttpsTrafficOnly: true,
          minimumTlsVersion: 'TLS1_2',
        }),
      ),
      ...ofType(all, container).flatMap((resource) => unlike(resource, { publicAccess: 'None' })),
      ...ofType(all, 'Microsoft.Web/sites').flatMap((resource) => [
        ...unlike(resource, { httpsOnly: true }),
        ...(resource.properties.siteConfig.minTlsVersion === '1.2' ? [] : ['TLS of the app']),
        ...(resource.properties.siteConfig.scmMinTlsVersion === '1.2' ? [] : ['TLS of publishing']),
      ]),
    ];
    const change = (type: string, ending: string, properties: object) => (all: Resources) =>
      void Object.assign(one(all, type, ending).properties, properties);
    expectCaught(plain, check, [
      ['shared keys', change(account, '', { allowSharedKeyAccess: true })],
      ['shared keys, because nothing says no', (all) => delete one(all, account).properties.allowSharedKeyAccess],
      ['public blobs', change(account, '', { allowBlobPublicAccess: true })],
      ['old TLS', change(account, '', { minimumTlsVersion: 'TLS1_0' })],
      ['plain HTTP to storage', change(account, '', { supportsHttpsTrafficOnly: false })],
      ['a public container', change(container, '', { publicAccess: 'Blob' })],
      ['plain HTTP to the app', change('Microsoft.Web/sites', '', { httpsOnly: false })],
      ['old TLS to the app', change('Microsoft.Web/sites', '', { siteConfig: { minTlsVersion: '1.0' } })],
    ]);
  });

  test('by a password or key of publishing or telemetry', () => {
    const policy = 'Microsoft.Web/sites/basicPublishingCredentialsPolicies';
    const check = (all: Resources) => [
      ...['/ftp', '/scm'].flatMap((ending) =>
        ofType(all, policy).some(({ name, properties }) => name.endsWith(ending) && properties.allow === false)
          ? []
          : [`password for ${ending}`],
      ),
      ...ofType(all, 'Microsoft.Insights/components').flatMap((one) => unlike(one, { DisableLocalAuth: true })),
      ...ofType(all, 'Microsoft.OperationalInsights/workspaces')
        .filter(({ properties }) => properties.features.disableLocalAuth !== true)
        .map(({ name }) => name),
    ];
    expectCaught(plain, check, [
      ['FTP', (all) => (one(all, policy, '/ftp').properties.allow = true)],
      ['publishing', (all) => (all as Resource[]).splice(all.indexOf(one(all, policy, '/scm')), 1)],
      ['telemetry', (all) => (one(all, 'Microsoft.Insights/components').properties.DisableLocalAuth = false)],
      [
        'logs',
        (all) => delete one(all, 'Microsoft.OperationalInsights/workspaces').properties.features.disableLocalAuth,
      ],
    ]);
  });

  test('past Front Door, where there is one', () => {
    const check = (all: Resources) => {
      const { ipSecurityRestrictions: rules, ipSecurityRestrictionsDefaultAction: otherwise } = one(
        all,
        'Microsoft.Web/sites',
      ).properties.siteConfig;
      return [
        ...(otherwise === 'Deny' ? [] : ['others are not refused']),
        ...(rules.length === 1 ? [] : ['not one rule']),
        ...(rules[0]?.ipAddress === 'AzureFrontDoor.Backend' ? [] : ['not only Front Door']),
        ...(String(rules[0]?.headers['x-azure-fdid']).includes('frontDoorId') ? [] : ['anybody’s Front Door']),
      ];
    };
    const siteConfig = (all: Resources) => one(all, 'Microsoft.Web/sites').properties.siteConfig;
    expectCaught(everything, check, [
      ['everybody', (all) => (siteConfig(all).ipSecurityRestrictionsDefaultAction = 'Allow')],
      ['a further rule', (all) => siteConfig(all).ipSecurityRestrictions.push({ ipAddress: '0.0.0.0/0' })],
      ['anybody’s Front Door', (all) => (siteConfig(all).ipSecurityRestrictions[0].headers = {})],
    ]);
  });

  test('with more than these four rights, each on one resource', () => {
    const blobOwner = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b';
    const tableContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3';
    const metricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb';
    const scopeOf = (id: string) => /^\[extensionResourceId\('([^']*)'/.exec(id)?.[1] ?? id;
    const rights = (all: Resources) =>
      ofType(all, assignment).map(({ id, properties }) => {
        const resource = scopeOf(id).split('/').at(-1) ?? '';
        const role = String(properties.roleDefinitionId).split('/').at(-1) ?? '';
        return `${role} on ${resource.replace(/-?[a-z0-9]{13}$/, '')}`;
      });
    const isOurs = (principal: string) =>
      /^\[reference\('[^']*\/userAssignedIdentities\/id-accounts-[a-z0-9]{13}', '[^']*'\)\.principalId\]$/.test(
        principal,
      );
    const check = (all: Resources) => {
      const expected = [
        `${blobOwner} on sthost`,
        `${tableContributor} on sthost`,
        `${tableContributor} on stdata`,
        `${metricsPublisher} on appi-accounts`,
      ];
      const given = rights(all);
      return [
        ...given.filter((right) => !expected.includes(right)),
        ...expected.filter((right) => given.filter((one) => one === right).length !== 1),
        ...ofType(all, assignment)
          .filter(
            ({ properties }) => properties.principalType !== 'ServicePrincipal' || !isOurs(properties.principalId),
          )
          .map(({ name }) => name),
        // A new identity under the same name needs roles of its own: Azure refuses to hand one on.
        ...ofType(all, assignment)
          .filter(({ name, properties }) => !name.includes(properties.principalId.slice(1, -1)))
          .map(({ name }) => `${name} is not named for whom it is`),
      ];
    };
    const scope = (all: Resources, to: (id: string) => string) => {
      const wider = ofType(all, assignment).at(-1) as Resource;
      Object.assign(wider, { id: wider.id.replace(scopeOf(wider.id), to(scopeOf(wider.id))) });
    };
    expectCaught(plain, check, [
      ['on the resource group', (all) => scope(all, (id) => id.replace(/\/providers\/.*/, ''))],
      ['on the subscription', (all) => scope(all, (id) => id.replace(/\/resourceGroups\/.*/, ''))],
      [
        'another role',
        (all) => (one(all, assignment).properties.roleDefinitionId = '/…/8e3af657-a8ff-443c-a75c-2fe8c4bcb635'),
      ],
      [
        'for somebody else',
        (all) => (one(all, assignment).properties.principalId = '00000000-0000-4000-8000-000000000009'),
      ],
      ['under a name that outlives the identity', (all) => void Object.assign(one(all, assignment), { name: 'x' })],
      ['a fifth right', (all) => void (all as Resource[]).push(structuredClone(one(all, assignment)))],
      ['a right less', (all) => void (all as Resource[]).splice(all.indexOf(one(all, assignment)), 1)],
    ]);
  });
});

describe.skipIf(!infra)('the infrastructure holds no secret', () => {
  const template = infra?.template ?? { resources: [] };

  test('in a parameter’s default, in an output, or by asking for a key', () => {
    const suspicious = /secret|password|pwd|key|sas|credential|connectionstring/i;
    const check = (whole: Template) => [
      ...[...templatesIn(whole)].flatMap(({ parameters = {}, outputs = {} }) => [
        ...Object.entries(parameters)
          .filter(([name, { type, defaultValue }]) => {
            const isSecret = suspicious.test(name) || /^secure/i.test(type ?? '');
            return isSecret && defaultValue !== undefined && defaultValue !== '';
          })
          .map(([name]) => `default of ${name}`),
        ...Object.entries(outputs)
          .filter(([name, { type, value }]) => {
            const isSecret = suspicious.test(name) && !harmless.has(name);
            return isSecret || /^secure/i.test(type ?? '') || /list[A-Z]\w*\(/.test(String(value));
          })
          .map(([name]) => `output ${name}`),
      ]),
      ...(JSON.stringify(whole).match(/\blist(Keys|AccountSas|ServiceSas|Secrets|Credentials)\(/gi) ?? []),
    ];
    const parameters = (whole: Template) => whole.parameters as Record<string, unknown>;
    const outputs = (whole: Template) => whole.outputs as Record<string, unknown>;
    expectCaught(template, check, [
      ['a default', (whole) => (parameters(whole).clientSecret = { type: 'string', defaultValue: 'abc' })],
      ['a secure default', (whole) => (parameters(whole).given = { type: 'securestring', defaultValue: 'abc' })],
      ['an output by its name', (whole) => (outputs(whole).storageKey = { type: 'string', value: 'abc' })],
      ['an output of keys', (whole) => (outputs(whole).it = { type: 'string', value: "[listKeys('x').keys[0]]" })],
      [
        'deep inside a module',
        (whole) => {
          const [, inner] = [...templatesIn(whole)] as [Template, Template];
          Object.assign(inner, { outputs: { password: { type: 'string', value: 'abc' } } });
        },
      ],
    ]);
  });

  test('in a setting', () => {
    const check = (all: Resources) => {
      const { APPLICATIONINSIGHTS_CONNECTION_STRING: telemetry, ...settings } = appSettings(all);
      return [
        // Says where telemetry goes; with local authentication off it opens nothing.
        ...(telemetry?.startsWith('[') ? [] : ['a literal connection string']),
        ...Object.keys(settings).filter((name) => /SECRET|PASSWORD|CERTIFICATE|CONNECTION_?STRING|KEY/i.test(name)),
        ...Object.entries(settings)
          .filter(([, value]) => /AccountKey=|SharedAccess|sig=|list[A-Z]\w*\(/.test(value))
          .map(([name]) => name),
      ];
    };
    expectCaught(everything, check, [
      ['a client secret', (all) => (appSettings(all).IDENTITY_CLIENT_SECRET = 'x')],
      ['a connection string', (all) => (appSettings(all).TABLES_CONNECTION_STRING = 'x')],
      ['a key in another', (all) => (appSettings(all).AzureWebJobsStorage = 'AccountName=x;AccountKey=y')],
      ['the key of telemetry', (all) => (appSettings(all).APPLICATIONINSIGHTS_CONNECTION_STRING = 'Instrumentation…')],
    ]);
  });
});

/** It says where telemetry goes and opens nothing: local authentication is off, as the tests above hold. */
const harmless = new Set(['connectionString']);

/** A template and those of its modules, however deep. */
function* templatesIn(part: unknown): Generator<Template> {
  if (typeof part !== 'object' || part === null) return;
  if ('$schema' in part && 'resources' in part) yield part as Template;
  for (const inner of Object.values(part)) yield* templatesIn(inner);
}
