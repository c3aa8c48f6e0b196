import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from '../../shared/config.ts';
import { settingNames } from '../../shared/settings.ts';
import { goodSettings } from '../support/config.ts';

function faultsOf(changes: Record<string, string | undefined>): readonly string[] {
  try {
    readConfig({ ...goodSettings, ...changes });
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.faults;
  }
}

describe('settings', () => {
  test('have the defaults of the contract', () => {
    const config = readConfig(goodSettings);
    expect(config).toMatchObject({
      sessionIdleHours: 24,
      sessionLifetimeDays: 14,
      registrationLifetimeMinutes: 60,
      invitationLifetimeDays: 14,
      deletionGraceDays: 7,
      registry: undefined,
      clientAddressHeader: undefined,
    });
    expect(config.identity).toMatchObject({
      authority: 'https://login.microsoftonline.com/common/v2.0',
      secondFactor: { claim: 'acr', value: 'urn:microsoft:policies:mfa' },
      freshness: 'auth_time',
    });
  });

  test('that are all wrong are all named at once', () => {
    const faults = faultsOf({
      PUBLIC_ORIGIN: 'https://accounts.example.org/',
      FRONTEND_ORIGINS: 'https://www.example.org,http://elsewhere.example.org',
      TABLES_URL: 'https://x.table.core.windows.net',
      IDENTITY_CLIENT_ID: undefined,
      IDENTITY_CLIENT_ASSERTION: 'managed-identity',
      IDENTITY_SECOND_FACTOR: 'yes',
      REGISTRY_ISSUER: 'https://login.example.org',
      SESSION_IDLE_HOURS: 'a day',
      DELETION_GRACE_DAYS: '91',
    });
    expect(faults.map((fault) => fault.split(' must')[0])).toEqual([
      'PUBLIC_ORIGIN',
      'FRONTEND_ORIGINS',
      'IDENTITY_CLIENT_ID is missing',
      'IDENTITY_SECOND_FACTOR',
      'SESSION_IDLE_HOURS',
      'DELETION_GRACE_DAYS',
      'exactly one of TABLES_URL and TABLES_CONNECTION_STRING',
      'exactly one of IDENTITY_CLIENT_SECRET, IDENTITY_CLIENT_CERTIFICATE, IDENTITY_CLIENT_ASSERTION',
      'REGISTRY_ISSUER and REGISTRY_AUDIENCE',
    ]);
  });

  test('that are missing altogether are named, with the rules between them', () => {
    const none = Object.fromEntries(Object.keys(goodSettings).map((name) => [name, undefined]));
    expect(faultsOf(none)).toEqual([
      'PUBLIC_ORIGIN is missing',
      'IDENTITY_CLIENT_ID is missing',
      'exactly one of TABLES_URL and TABLES_CONNECTION_STRING must be set',
      'exactly one of IDENTITY_CLIENT_SECRET, IDENTITY_CLIENT_CERTIFICATE, IDENTITY_CLIENT_ASSERTION must be set',
    ]);
  });

  test('never show a secret when they are refused', () => {
    const faults = faultsOf({ IDENTITY_CLIENT_CERTIFICATE: 'hunter2', IDENTITY_CLIENT_SECRET: 'hunter3' });
    expect(faults.join()).not.toMatch(/hunter/);
  });

  test.each(['http://127.0.0.1:7071', 'http://localhost:7071', 'http://[::1]:7071', 'https://accounts.example.org'])(
    'take %s as an origin',
    (origin) => expect(faultsOf({ PUBLIC_ORIGIN: origin })).toEqual([]),
  );

  test.each([
    'http://accounts.example.org',
    'https://accounts.example.org/x',
    'ftp://127.0.0.1',
    'accounts.example.org',
    'https://u:p@example.org',
    'HTTPS://example.org',
  ])('refuse %s as an origin', (origin) => expect(faultsOf({ PUBLIC_ORIGIN: origin })).toHaveLength(1));

  test('of the sample file are all that the service reads, and no other', () => {
    const sample = JSON.parse(readFileSync(new URL('../../local.settings.sample.json', import.meta.url), 'utf8')) as {
      Values: Record<string, string>;
    };
    const ofTheHost = /^(FUNCTIONS_|AzureWebJobs)/;
    expect(
      Object.keys(sample.Values)
        .filter((name) => !ofTheHost.test(name))
        .toSorted(),
    ).toEqual(settingNames.toSorted());
  });
});
