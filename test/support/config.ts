import { type Config, readConfig } from '../../shared/config.ts';

/** Settings of a service with nothing wrong; `changes` override them. */
export const goodSettings: Readonly<Record<string, string>> = {
  PUBLIC_ORIGIN: 'https://accounts.example.org',
  FRONTEND_ORIGINS: 'https://www.example.org,https://packages.example.org',
  TABLES_CONNECTION_STRING:
    'DefaultEndpointsProtocol=https;AccountName=test;AccountKey=dGVzdA==;TableEndpoint=https://tables.example.org',
  IDENTITY_CLIENT_ID: '00000000-0000-4000-8000-000000000001',
  IDENTITY_CLIENT_SECRET: 'a secret of the tests',
};

export function testConfig(changes: Readonly<Record<string, string | undefined>> = {}): Config {
  return readConfig({ ...goodSettings, ...changes });
}
