import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { compiledOrNotice, type Resource } from '../support/infra/compiled.ts';
import { expectCaught } from '../support/infra/edited.ts';

const infra = await compiledOrNotice();
const script = path.resolve(import.meta.dirname, '../../infra/app-registration/register.sh');
const clientId = '00000000-0000-4000-8000-00000000000a';
const tenant = '00000000-0000-0000-0000-000000000002';

interface Sent {
  readonly url: string;
  // biome-ignore lint/suspicious/noExplicitAny: JSON of Microsoft Graph.
  readonly body: any;
}

/** Runs the script with an `az` and an `azd` that write down what they are asked, in the place of the real ones. */
function register(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'register-'));
  try {
    const program = (name: string, text: string) => {
      writeFileSync(path.join(folder, name), `#!/bin/sh\n${text}\n`);
      chmodSync(path.join(folder, name), 0o755);
    };
    program(
      'az',
      `case "$*" in *"$UNKNOWN"*) [ "$(grep -c . '${folder}/waits.log')" -ge "\${WAITS:-0}" ] || exit 1;; esac
      printf '%s\\0' "$@" >> '${folder}/az.log'; printf '\\n\\0' >> '${folder}/az.log'
      case "$*" in
        *'--method get'*appRoleAssignedTo*"appRoleId=='$HELD'"*) echo there;;
        *'--method get'*appRoleAssignedTo*appRoleId==*) ;;
        *'--method get'*appRoleAssignedTo*) [ -z "$HELD" ] || echo there;;
        *'--method get'*) echo ${clientId};;
        'account show'*) echo ${tenant};;
      esac`,
    );
    program('azd', `echo "$@" >> '${folder}/azd.log'`);
    program('sleep', `echo "$@" >> '${folder}/waits.log'`);
    for (const log of ['azd.log', 'waits.log']) writeFileSync(path.join(folder, log), '');
    execFileSync('sh', [script, ...args], {
      env: { PATH: `${folder}:/usr/bin:/bin`, ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const calls = readFileSync(path.join(folder, 'az.log'), 'utf8').split('\n\0');
    const sent = calls.flatMap((call): Sent[] => {
      const words = call.split('\0');
      const after = (option: string) => words[words.indexOf(option) + 1] ?? '';
      return words.includes('patch') || words.includes('post')
        ? [{ url: after('--url'), body: JSON.parse(after('--body')) }]
        : [];
    });
    const log = (name: string) => readFileSync(path.join(folder, name), 'utf8');
    return { sent, azd: log('azd.log'), waits: log('waits.log') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the script that registers the app, or the Bicep file,', () => {
  const whole = ['accounts-production', 'https://accounts.example.org', '00000000-0000-4000-8000-000000000003'];

  test.skipIf(!infra)('sends what the Bicep file declares', () => {
    const [declared, declaredCredential] = infra?.resources['app-registration'] ?? [];
    const { uniqueName, ...properties } = declared?.properties ?? {};
    const [application, , credential] = register(whole).sent;
    const check = (sent: Record<'application' | 'credential', Sent>) => [
      ...(sent.application.url.endsWith(`/applications(uniqueName='${uniqueName}')`) ? [] : ['another registration']),
      ...(sameJson(sent.application.body, properties) ? [] : ['another registration’s properties']),
      ...(sameJson(
        { ...sent.credential.body, name: `${uniqueName}/managed-identity` },
        { ...declaredCredential?.properties, issuer: `https://login.microsoftonline.com/${tenant}/v2.0` },
      )
        ? []
        : ['another credential']),
    ];
    expectCaught({ application, credential } as Record<'application' | 'credential', Sent>, check, [
      ['people of one tenant only', ({ application: { body } }) => (body.signInAudience = 'AzureADMyOrg')],
      [
        'a redirect elsewhere',
        ({ application: { body } }) => (body.web.redirectUris = ['https://elsewhere.example.org']),
      ],
      ['no auth_time', ({ application: { body } }) => body.optionalClaims.idToken.shift()],
      ['a role less', ({ application: { body } }) => body.appRoles.pop()],
      ['anybody’s tokens', ({ credential: { body } }) => (body.subject = '*')],
    ]);
  });

  test.skipIf(!infra)('gives the registry’s backend its role as the Bicep file does, once', () => {
    const declared = infra?.resources['app-registration']?.find(({ type }) => /appRoleAssignedTo/i.test(type));
    const principal = '00000000-0000-4000-8000-000000000004';
    const { sent } = register(whole, { REGISTRY_PRINCIPAL_ID: principal });
    expect(sent.at(-1)?.url).toMatch(new RegExp(`/servicePrincipals/${clientId}/appRoleAssignedTo$`));
    expect(sent.at(-1)?.body).toEqual({
      appRoleId: declared?.properties.appRoleId,
      principalId: principal,
      resourceId: clientId,
    });
    const whoHolds = (role: string) => register(whole, { REGISTRY_PRINCIPAL_ID: principal, HELD: role }).sent;
    const again = whoHolds(declared?.properties.appRoleId);
    expect(again.map(({ url }) => url)).toEqual(sent.slice(0, -1).map(({ url }) => url));
    expect(whoHolds('00000000-0000-4000-8000-000000000005')).toEqual(sent);
  });

  test.skipIf(!infra)('declares before the first deployment what the script sends then', () => {
    const [application] = register(['accounts-production']).sent;
    const check = (declared: readonly Resource[]) => {
      const { uniqueName, ...properties } = declared[0]?.properties ?? {};
      return [
        ...(application?.url.endsWith(`/applications(uniqueName='${uniqueName}')`) ? [] : ['another registration']),
        ...(sameJson({ ...application?.body, web: { redirectUris: [] } }, properties) ? [] : ['other properties']),
        ...(declared.length === 2 ? [] : ['more than registration and service principal']),
      ];
    };
    expectCaught(infra?.resources['app-registration-first'] ?? [], check, [
      ['a redirect to nowhere', ([first]) => first?.properties.web.redirectUris.push('/sign-in/callback')],
      ['a credential for nobody', (all) => void (all as Resource[]).push(all[0] as Resource)],
    ]);
  });

  test('makes only the registration while address and identity are unknown, and tells azd its client id', () => {
    const { sent, azd } = register([], { AZURE_ENV_NAME: 'production' });
    expect(sent.map(({ url }) => url.split('v1.0')[1])).toEqual([
      "/applications(uniqueName='accounts-production')",
      `/servicePrincipals(appId='${clientId}')`,
    ]);
    expect(sent[0]?.body).not.toHaveProperty('web');
    expect(azd).toBe(`env set IDENTITY_CLIENT_ID ${clientId}\n`);
  });

  test.each([
    ['application', '?$select=appId'],
    ['application of a new service principal', '/servicePrincipals(appId='],
    ['service principal', '?$select=id'],
  ])('waits for the %s that Microsoft does not know yet, and not for ever', (_what, UNKNOWN) => {
    const registry = { REGISTRY_PRINCIPAL_ID: '00000000-0000-4000-8000-000000000004' };
    const { sent, waits } = register(whole, { ...registry, UNKNOWN, WAITS: '2' });
    expect(sent).toEqual(register(whole, registry).sent);
    expect(waits).toBe('2\n4\n');
    expect(() => register(whole, { ...registry, UNKNOWN, WAITS: '4' })).toThrow('Command failed');
  });

  test('asks for no secret, and does nothing when told to keep out', () => {
    expect(JSON.stringify(register(whole).sent)).not.toMatch(/passwordCredentials|keyCredentials|addPassword/);
    expect(() => register([], { APP_REGISTRATION: 'manual' })).toThrow('az.log');
  });
});

function sameJson(one: unknown, other: unknown): boolean {
  const sorted = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, inner]) => [key, sorted(inner)]),
        )
      : Array.isArray(value)
        ? value.map(sorted)
        : value;
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}
