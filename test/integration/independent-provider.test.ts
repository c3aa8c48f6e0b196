/**
 * A provider that nobody here wrote: `oidc-provider`, unmodified, over the network. Its issuer is exact, it announces the
 * `iss` of its answers (RFC 9207), and its ID tokens have no `oid`. At the token endpoint it leaves `at_hash` out unless it
 * is told what to hash, as it is here.
 */
import { createHash, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import jwt from 'jsonwebtoken';
import Provider, { interactionPolicy } from 'oidc-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../shared/clock.ts';
import { identityKey } from '../../shared/identity/identity-key.ts';
import { type IdentityProvider, ProviderFault } from '../../shared/identity/identity-provider.ts';
import { openIdProvider } from '../../shared/identity/openid-provider.ts';
import { testConfig } from '../support/config.ts';
import { newKey } from '../support/token-forge.ts';

const clientId = 'the-service';
const clientSecret = 'a secret: with/odd %characters';
const redirectUri = 'https://accounts.example.org/sign-in/callback';
const secondFactor = 'urn:example:second-factor';

let server: Server;
let issuer: string;

beforeAll(async () => {
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const signing = newKey('independent');
  const policy = interactionPolicy.base();
  policy.add(new interactionPolicy.Prompt({ name: 'select_account', requestable: true }), 0);
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'client_secret_post',
        require_auth_time: true,
      },
    ],
    jwks: { keys: [{ ...signing.privateKey.export({ format: 'jwk' }), kid: 'independent', use: 'sig' }] },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    acrValues: [secondFactor],
    claims: { openid: ['sub', 'acr', 'amr', 'at_hash'], profile: ['preferred_username'] },
    features: { devInteractions: { enabled: false } },
    interactions: { policy, url: (_context, { uid }) => `/interaction/${uid}` },
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    conformIdTokenClaims: false,
    findAccount: (context, id) => ({
      accountId: id,
      claims: () => ({
        sub: id,
        preferred_username: `${id}@contoso.example`,
        at_hash: hashedInstead ?? context.oidc.entities.AccessToken?.jti,
      }),
    }),
  });
  const answer = provider.callback();
  server.on('request', async (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return answer(request, response);
    // The person signs in with whatever the test has them use, and consents to what is asked.
    const { prompt, session, params, grantId } = await provider.interactionDetails(request, response);
    const scope = String(params.scope);
    const consent = async () => {
      const known = grantId === undefined ? undefined : await provider.Grant.find(grantId);
      const grant = known ?? new provider.Grant({ clientId, ...(session && { accountId: session.accountId }) });
      grant.addOIDCScope(scope);
      return { consent: { grantId: await grant.save() } };
    };
    await provider.interactionFinished(
      request,
      response,
      prompt.name === 'consent' ? await consent() : { select_account: {}, login: { accountId: 'grace', ...used } },
    );
  });
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** What the provider makes `at_hash` from, if not the access token: an opaque one is its own id. */
let hashedInstead: string | undefined;

/** How the person signs in next. */
let used: { acr?: string; amr?: string[] } = {};

/** Our side, and the ID tokens that came to it. */
function service(settings: Readonly<Record<string, string>> = {}): { provider: IdentityProvider; idTokens: string[] } {
  const idTokens: string[] = [];
  const config = testConfig({
    IDENTITY_AUTHORITY: issuer,
    IDENTITY_CLIENT_ID: clientId,
    IDENTITY_CLIENT_SECRET: clientSecret,
    IDENTITY_SECOND_FACTOR: `acr=${secondFactor}`,
    ...settings,
  });
  const watched: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init);
    if (init?.method === 'POST' && answer.ok) {
      idTokens.push(((await answer.clone().json()) as { id_token: string }).id_token);
    }
    return answer;
  };
  return { idTokens, provider: openIdProvider(config, systemClock, { fetch: watched }) };
}

interface Attempt {
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly callback: URL;
}

/** A browser from the authorization request to the callback. */
async function authorize(provider: IdentityProvider, fresh = false): Promise<Attempt> {
  const [nonce, codeVerifier, state] = [newSecret(), newSecret(), newSecret()];
  const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url');
  let at = await provider.authorizationUrl({ state, nonce, codeChallenge, fresh });
  const cookies = new Map<string, string>();
  for (let steps = 0; at.origin === issuer; steps += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(at, { redirect: 'manual', headers: { cookie } });
    for (const one of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(one) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    if (location === null || steps > 10) throw new Error(`${answer.status} at ${at.pathname}: ${await answer.text()}`);
    at = new URL(location, at);
  }
  expect(`${at.origin}${at.pathname}`).toBe(redirectUri);
  expect(at.searchParams.get('error_description')).toBeNull();
  expect(at.searchParams.get('state')).toBe(state);
  return { nonce, codeVerifier, callback: at };
}

function redeem(provider: IdentityProvider, { nonce, codeVerifier, callback }: Attempt, iss?: string | null) {
  const code = callback.searchParams.get('code') ?? '';
  const given = iss === undefined ? callback.searchParams.get('iss') : iss;
  return provider.redeem({ code, issuer: given ?? undefined, codeVerifier, nonce }, { fresh: false });
}

function reasonOf(outcome: Promise<unknown>): Promise<string> {
  return outcome.then(
    () => 'accepted',
    (error: unknown) => (error instanceof ProviderFault ? error.reason : Promise.reject(error)),
  );
}

function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

describe('at an independent provider', () => {
  test('a person signs in, with the whole code flow and every check', async () => {
    used = { acr: secondFactor };
    const { provider, idTokens } = service();
    const before = Math.floor(Date.now() / 1000);
    const attempt = await authorize(provider);
    expect(attempt.callback.searchParams.get('iss')).toBe(issuer);
    const proven = await redeem(provider, attempt);
    expect(proven).toMatchObject({
      identity: identityKey(issuer, 'grace'),
      kind: 'work',
      label: 'g•••@contoso.example',
      secondFactor: true,
    });
    expect(Number(proven.authenticatedAt)).toBeGreaterThanOrEqual(before * 1000);
    expect(jwt.decode(idTokens[0] ?? '')).toMatchObject({ iss: issuer, at_hash: expect.stringMatching(/^[\w-]{22}$/) });
  });

  test('a second factor is proven by what the provider says, and by nothing else', async () => {
    used = {};
    const byAcr = service();
    expect((await redeem(byAcr.provider, await authorize(byAcr.provider))).secondFactor).toBe(false);

    const byAmr = service({ IDENTITY_SECOND_FACTOR: 'amr=mfa' });
    for (const [amr, isProven] of [
      [['pwd', 'mfa'], true],
      [['pwd'], false],
    ] as const) {
      used = { amr: [...amr] };
      expect((await redeem(byAmr.provider, await authorize(byAmr.provider))).secondFactor).toBe(isProven);
    }
  });

  test('a fresh sign-in says when it was made', async () => {
    used = { acr: secondFactor };
    const { provider } = service();
    const before = Math.floor(Date.now() / 1000) * 1000;
    const proven = await redeem(provider, await authorize(provider, true));
    expect(Number(proven.authenticatedAt)).toBeGreaterThanOrEqual(before);
  });

  test('an answer without the announced iss is refused, and so is one with another', async () => {
    used = { acr: secondFactor };
    const { provider } = service();
    expect(await reasonOf(redeem(provider, await authorize(provider), null))).toBe('response-issuer');
    expect(await reasonOf(redeem(provider, await authorize(provider), 'https://evil.example.com'))).toBe(
      'response-issuer',
    );
  });

  test('an ID token that was issued with another access token is refused', async () => {
    used = { acr: secondFactor };
    const { provider } = service();
    hashedInstead = 'another';
    const outcome = await reasonOf(redeem(provider, await authorize(provider)));
    hashedInstead = undefined;
    expect(outcome).toBe('access-token-hash');
  });

  test('a code is redeemed once, and only with its own verifier, nonce and client secret', async () => {
    used = { acr: secondFactor };
    const { provider } = service();
    const attempt = await authorize(provider);
    expect(await reasonOf(redeem(provider, attempt))).toBe('accepted');
    expect(await reasonOf(redeem(provider, attempt))).toBe('code-refused');
    const others: [Partial<Attempt>, string][] = [
      [{ codeVerifier: newSecret() }, 'code-refused'],
      [{ nonce: newSecret() }, 'nonce'],
    ];
    for (const [other, reason] of others) {
      expect(await reasonOf(redeem(provider, { ...(await authorize(provider)), ...other }))).toBe(reason);
    }
    const stranger = service({ IDENTITY_CLIENT_SECRET: 'guess' });
    expect(await reasonOf(redeem(stranger.provider, await authorize(stranger.provider)))).toBe('token-refused');
  });
});
