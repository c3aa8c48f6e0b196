import { createHash, X509Certificate } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import jwt from 'jsonwebtoken';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { minute, second } from '../../../shared/clock.ts';
import { certificatePem } from '../../support/certificate.ts';
import { goodSettings } from '../../support/config.ts';
import { type LiteralProvider, literalProvider, origin } from '../../support/literal-provider.ts';

const tokenEndpoint = `${origin}/common/oauth2/v2.0/token`;
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** The form that the token endpoint was last sent. */
function lastForm({ asked }: LiteralProvider): URLSearchParams {
  const { init } = asked.findLast(({ endpoint }) => endpoint === 'token') ?? {};
  return new URLSearchParams(String(init?.body));
}

describe('with a secret', () => {
  test('the client proves itself by it, in the body and nowhere else', async () => {
    const provider = literalProvider({ settings: { IDENTITY_CLIENT_SECRET: 'a secret: with/odd %characters&=' } });
    await provider.redeem();
    expect(lastForm(provider).get('client_secret')).toBe('a secret: with/odd %characters&=');
    expect(lastForm(provider).has('client_assertion')).toBe(false);
    expect(provider.asked.filter(({ url, init }) => `${url}${JSON.stringify(init.headers)}`.includes('odd'))).toEqual(
      [],
    );
  });
});

describe('with a certificate', () => {
  const pem = certificatePem();
  const certificate = new X509Certificate(pem);
  const settings = { IDENTITY_CLIENT_SECRET: undefined, IDENTITY_CLIENT_CERTIFICATE: pem };

  function claimsOf(provider: LiteralProvider): jwt.JwtPayload {
    return jwt.verify(lastForm(provider).get('client_assertion') ?? '', certificate.publicKey, {
      algorithms: ['RS256'],
      clockTimestamp: provider.clock.now().getTime() / second,
    }) as jwt.JwtPayload;
  }

  test('the client proves itself by an assertion that the certificate verifies, and sends no secret', async () => {
    const provider = literalProvider({ settings });
    await provider.redeem();
    const now = provider.clock.now().getTime() / second;
    const { jti, ...claims } = claimsOf(provider);
    const { IDENTITY_CLIENT_ID: id } = goodSettings;
    expect(claims).toEqual({ iss: id, sub: id, aud: tokenEndpoint, iat: now, nbf: now, exp: now + 300 });
    expect(jti).toMatch(/^[0-9a-f-]{36}$/);
    expect(lastForm(provider).get('client_assertion_type')).toBe(assertionType);
    expect(lastForm(provider).has('client_secret')).toBe(false);
    expect(String(lastForm(provider))).not.toContain('PRIVATE');
  });

  test('the assertion names the certificate by both its thumbprints, as Entra looks for it', async () => {
    const provider = literalProvider({ settings });
    await provider.redeem();
    const header = jwt.decode(lastForm(provider).get('client_assertion') ?? '', { complete: true })?.header;
    const thumbprint = (hash: string) => createHash(hash).update(certificate.raw).digest('base64url');
    expect(header).toEqual({
      alg: 'RS256',
      typ: 'JWT',
      x5t: thumbprint('sha1'),
      'x5t#S256': thumbprint('sha256'),
    });
  });

  test('each request has an assertion of its own', async () => {
    const provider = literalProvider({ settings });
    await provider.redeem();
    const first = claimsOf(provider);
    provider.clock.advance(minute);
    await provider.redeem({});
    const later = claimsOf(provider);
    expect(later.jti).not.toBe(first.jti);
    expect(later.iat).toBe(Number(first.iat) + 60);
  });
});

describe('with a managed identity', () => {
  const settings = { IDENTITY_CLIENT_SECRET: undefined, IDENTITY_CLIENT_ASSERTION: 'managed-identity' };
  const closing: (() => void)[] = [];

  afterEach(() => {
    vi.unstubAllEnvs();
    for (const close of closing.splice(0)) close();
  });

  /** What the Functions host offers: an endpoint that gives the managed identity's tokens. */
  async function hostWith(answer: string | undefined): Promise<string[]> {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      if (answer !== undefined) response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => {
      server.closeAllConnections();
      server.close();
    });
    vi.stubEnv('IDENTITY_ENDPOINT', `http://127.0.0.1:${(server.address() as AddressInfo).port}/msi/token`);
    vi.stubEnv('IDENTITY_HEADER', 'known to the host alone');
    return asked;
  }

  const given = JSON.stringify({
    access_token: 'the federated token',
    expires_on: Math.floor(Date.now() / second) + 86_400,
    resource: 'api://AzureADTokenExchange',
    token_type: 'Bearer',
  });

  test('the client proves itself by the token of the identity that is configured, asked for once', async () => {
    const asked = await hostWith(given);
    const provider = literalProvider({ settings: { ...settings, AZURE_CLIENT_ID: 'the identity' } });
    expect([await provider.reason(), await provider.reason()]).toEqual(['accepted', 'accepted']);
    expect(lastForm(provider).get('client_assertion')).toBe('the federated token');
    expect(lastForm(provider).get('client_assertion_type')).toBe(assertionType);
    expect(asked).toHaveLength(1);
    const query = new URL(asked[0] ?? '', 'http://host').searchParams;
    expect(query.get('resource')).toBe('api://AzureADTokenExchange');
    expect(query.get('client_id')).toBe('the identity');
  });

  test('that gives no token, nothing is sent to the provider', async () => {
    await hostWith(given);
    vi.stubEnv('IDENTITY_ENDPOINT', 'no address');
    const provider = literalProvider({ settings });
    expect(await provider.reason()).toBe('client-proof');
    expect(provider.count('token')).toBe(0);
  });

  // Without `within` around the credential’s answer this waits as long as the host pleases.
  test('that does not answer is given up with the budget', async () => {
    await hostWith(undefined);
    const provider = literalProvider({ settings, budgetMilliseconds: 100 });
    expect(await provider.reason()).toBe('unreachable');
    expect(provider.count('token')).toBe(0);
  });
});
