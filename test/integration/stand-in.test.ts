import { createHash, createPublicKey, type JsonWebKey, randomBytes } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  ada,
  alan,
  consumerTenant,
  grace,
  katherine,
  type Person,
  registryTenant,
} from '../../local/stand-in/people.ts';
import { type StandIn, startStandIn } from '../../local/stand-in/stand-in.ts';

const redirectUri = 'http://127.0.0.1:7071/sign-in/callback';
const clientId = 'the-service';
const clientSecret = 'a secret: with/odd %characters';
const mfa = 'urn:microsoft:policies:mfa';

let now = new Date('2026-01-01T12:00:00Z');
let standIn: StandIn;

beforeAll(async () => {
  standIn = await startStandIn({ clientId, clientSecret, redirectUris: [redirectUri], clock: () => now });
});

afterAll(() => standIn.close());

interface Metadata {
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly jwks_uri: string;
}

interface Tokens {
  readonly error?: string;
  readonly id_token: string;
  readonly access_token: string;
}

async function metadataOf(base: string): Promise<Metadata> {
  const answer = await fetch(`${base}/.well-known/openid-configuration`);
  return (await answer.json()) as Metadata;
}

async function keysOf({ jwks_uri }: Metadata): Promise<(JsonWebKey & { kid: string; issuer: string })[]> {
  return ((await (await fetch(jwks_uri)).json()) as { keys: (JsonWebKey & { kid: string; issuer: string })[] }).keys;
}

interface Attempt {
  readonly url: URL;
  readonly verifier: string;
}

function attempt(parameters: Record<string, string | undefined> = {}): Attempt {
  const verifier = randomBytes(32).toString('base64url');
  const all: Record<string, string | undefined> = {
    client_id: clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid profile',
    state: 'the state',
    nonce: 'the nonce',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    acr_values: mfa,
    ...parameters,
  };
  const url = new URL(`${standIn.origin}/common/oauth2/v2.0/authorize`);
  for (const [name, value] of Object.entries(all)) if (value !== undefined) url.searchParams.set(name, value);
  return { url, verifier };
}

/** A browser at the stand-in: keeps cookies, follows redirects until they leave for the application. */
function newBrowser() {
  let cookie = '';
  async function go(
    target: string | URL,
    form?: URLSearchParams,
  ): Promise<{ callback?: URL; status: number; html: string }> {
    const url = new URL(target, standIn.origin);
    if (url.origin !== standIn.origin) return { callback: url, status: 0, html: '' };
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { cookie },
      ...(form === undefined ? {} : { method: 'POST', body: form }),
    });
    cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
    const location = answer.headers.get('location');
    return location === null ? { status: answer.status, html: await answer.text() } : go(location);
  }
  const submit = (html: string, fields: Record<string, string>) => {
    const hidden = [...html.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']) => [name, value],
    );
    return go('/stand-in/sign-in', new URLSearchParams([...hidden, ...Object.entries(fields)] as [string, string][]));
  };
  /** Through all pages that come, saying yes. @returns the titles of the pages and the callback. */
  async function signIn({ url }: Attempt, person: Person): Promise<{ pages: string[]; callback: URL }> {
    const pages: string[] = [];
    let at = await go(url);
    while (at.callback === undefined) {
      const step = /name="step" value="(\w+)"/.exec(at.html)?.[1] ?? `fault ${at.status}`;
      if (step.startsWith('fault') || pages.length > 5) throw new Error(at.html);
      pages.push(step);
      const fields = {
        account: { account: person.objectId },
        verify: { action: 'approve' },
        consent: { action: 'accept' },
      };
      at = await submit(at.html, fields[step as keyof typeof fields]);
    }
    return { pages, callback: at.callback };
  }
  return { go, submit, signIn };
}

async function token(fields: Record<string, string | undefined>, init: RequestInit = {}, tenant = 'common') {
  const form = Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined);
  const body = new URLSearchParams(form);
  const answer = await fetch(`${standIn.origin}/${tenant}/oauth2/v2.0/token`, { method: 'POST', body, ...init });
  return { status: answer.status, body: (await answer.json()) as Tokens };
}

function redeem(
  callback: URL,
  { verifier }: Attempt,
  other: Record<string, string | undefined> = {},
  init: RequestInit = {},
) {
  const fields = {
    grant_type: 'authorization_code',
    client_id: clientId,
    client_secret: clientSecret,
    code: callback.searchParams.get('code') ?? '',
    redirect_uri: redirectUri,
    code_verifier: verifier,
    ...other,
  };
  return token(fields, init);
}

async function claimsAfter(one: Attempt, callback: URL): Promise<jwt.JwtPayload> {
  const { status, body } = await redeem(callback, one);
  expect(status).toBe(200);
  return jwt.decode(body.id_token) as jwt.JwtPayload;
}

function minutesPass(minutes: number): void {
  now = new Date(now.getTime() + minutes * 60_000);
}

describe('metadata and keys', () => {
  test('the common issuer is a template, a tenant’s is exact, and the paths are Entra’s', async () => {
    const common = await metadataOf(standIn.authority);
    expect(common).toMatchObject({
      issuer: `${standIn.origin}/{tenantid}/v2.0`,
      authorization_endpoint: `${standIn.origin}/common/oauth2/v2.0/authorize`,
      token_endpoint: `${standIn.origin}/common/oauth2/v2.0/token`,
      jwks_uri: `${standIn.origin}/common/discovery/v2.0/keys`,
    });
    expect((await metadataOf(standIn.registryIssuer)).issuer).toBe(standIn.registryIssuer);
    expect((await fetch(`${standIn.origin}/unknown/v2.0/.well-known/openid-configuration`)).status).toBe(404);
  });

  test('of the common keys one signs for every work tenant, the other for personal accounts only', async () => {
    const keys = await keysOf(await metadataOf(standIn.authority));
    expect(keys.map(({ issuer }) => issuer)).toEqual([
      `${standIn.origin}/{tenantid}/v2.0`,
      `${standIn.origin}/${consumerTenant}/v2.0`,
    ]);
  });

  test.each([ada, grace, katherine])(
    'the token of $name verifies with the key whose issuer is its own',
    async (person) => {
      const one = attempt();
      const { body } = await redeem(standIn.signIn(one.url, person), one);
      const kid = jwt.decode(body.id_token, { complete: true })?.header.kid;
      const key = (await keysOf(await metadataOf(standIn.authority))).find((candidate) => candidate.kid === kid);
      const issuer = `${standIn.origin}/${person.tenant}/v2.0`;
      expect(key?.issuer.replace('{tenantid}', person.tenant)).toBe(issuer);
      const publicKey = createPublicKey({ key: key ?? {}, format: 'jwk' });
      const clockTimestamp = Math.floor(now.getTime() / 1000);
      const claims = jwt.verify(body.id_token, publicKey, {
        algorithms: ['RS256'],
        issuer,
        audience: clientId,
        clockTimestamp,
      });
      expect(claims).toMatchObject({
        tid: person.tenant,
        oid: person.objectId,
        ver: '2.0',
        nonce: 'the nonce',
        acr: mfa,
      });
      expect(claims).toMatchObject({ name: person.name, preferred_username: person.username });
    },
  );
});

describe('authorization requests', () => {
  test.each([
    ['no challenge', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['a plain challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['another response type', { response_type: 'token' }, 'unsupported_response_type'],
    ['no openid scope', { scope: 'profile' }, 'invalid_scope'],
    ['an unknown prompt', { prompt: 'sometimes' }, 'invalid_request'],
    ['prompt=none without a session', { prompt: 'none' }, 'login_required'],
  ])('with %s the application is told %s', async (_what, parameters, error) => {
    const { callback } = await newBrowser().go(attempt(parameters).url);
    expect(callback?.href.startsWith(`${redirectUri}?`)).toBe(true);
    expect(callback?.searchParams.get('error')).toBe(error);
    expect(callback?.searchParams.get('state')).toBe('the state');
  });

  test.each([
    ['another path', { redirect_uri: `${redirectUri}/` }],
    ['another host', { redirect_uri: 'https://evil.example/sign-in/callback' }],
    ['an unknown client', { client_id: 'somebody' }],
  ])('%s is refused on the spot and nobody is sent away', async (_what, parameters) => {
    const answer = await newBrowser().go(attempt(parameters).url);
    expect([answer.callback, answer.status]).toEqual([undefined, 400]);
  });

  test('a repeated parameter is refused', async () => {
    const { url } = attempt();
    url.searchParams.append('redirect_uri', redirectUri);
    expect((await newBrowser().go(url)).status).toBe(400);
  });
});

describe('the pages', () => {
  let browser = newBrowser();
  beforeEach(() => {
    browser = newBrowser();
  });

  test('a person picks an account, approves the second step and consents, the last only once', async () => {
    const person = katherine;
    const first = attempt();
    const { pages, callback } = await browser.signIn(first, person);
    expect(pages).toEqual(['account', 'verify', 'consent']);
    expect(callback.searchParams.get('state')).toBe('the state');
    expect((await claimsAfter(first, callback)).acr).toBe(mfa);
    expect((await newBrowser().signIn(attempt(), person)).pages).toEqual(['account', 'verify']);
    expect((await browser.signIn(attempt({ prompt: 'consent' }), person)).pages).toEqual(['consent']);
  });

  test('acr is present only when it was asked for', async () => {
    const one = attempt({ acr_values: undefined });
    const { pages, callback } = await browser.signIn(one, grace);
    expect(pages).not.toContain('verify');
    expect(await claimsAfter(one, callback)).not.toHaveProperty('acr');
  });

  test('acr is never present for a person without two-step verification', async () => {
    const one = attempt();
    const { pages, callback } = await browser.signIn(one, alan);
    expect(pages).not.toContain('verify');
    expect(await claimsAfter(one, callback)).not.toHaveProperty('acr');
  });

  test('a browser stays signed in; select_account asks which account, prompt=login asks everything again', async () => {
    await browser.signIn(attempt(), ada);
    const signedInAt = Math.floor(now.getTime() / 1000);
    minutesPass(5);
    const silent = attempt({ prompt: 'none' });
    const silently = await browser.signIn(silent, ada);
    expect(silently.pages).toEqual([]);
    expect(await claimsAfter(silent, silently.callback)).toMatchObject({ auth_time: signedInAt, acr: mfa });
    expect((await browser.signIn(attempt({ prompt: 'select_account' }), ada)).pages).toEqual(['account']);
    const anew = attempt({ prompt: 'login' });
    const again = await browser.signIn(anew, ada);
    expect(again.pages).toEqual(['account', 'verify']);
    expect((await claimsAfter(anew, again.callback)).auth_time).toBe(signedInAt + 300);
  });

  test('max_age makes an older sign-in not count', async () => {
    await browser.signIn(attempt(), ada);
    minutesPass(5);
    expect((await browser.signIn(attempt({ max_age: '600' }), ada)).pages).toEqual([]);
    expect((await browser.signIn(attempt({ max_age: '60' }), ada)).pages).toEqual(['account', 'verify']);
    expect((await browser.signIn(attempt({ max_age: '0' }), ada)).pages).toEqual(['account', 'verify']);
  });

  test('a person who cancels is sent back with access_denied, at every step', async () => {
    const { html } = await browser.go(attempt({ prompt: 'consent' }).url);
    const verify = await browser.submit(html, { account: grace.objectId });
    const consent = await browser.submit(verify.html, { action: 'approve' });
    const cancelled = await browser.submit(consent.html, { action: 'cancel' });
    expect(cancelled.callback?.searchParams.get('error')).toBe('access_denied');
    expect(cancelled.callback?.searchParams.get('error_description')).toContain('cancelled');
    expect((await browser.submit(consent.html, { action: 'accept' })).status).toBe(400);
    for (const person of [undefined, katherine]) {
      const picker = await newBrowserAt(person);
      expect(picker.callback?.searchParams.get('error')).toBe('access_denied');
    }
  });

  async function newBrowserAt(person: Person | undefined) {
    const other = newBrowser();
    const picker = await other.go(attempt().url);
    const page = person === undefined ? picker : await other.submit(picker.html, { account: person.objectId });
    return other.submit(page.html, { action: 'cancel' });
  }

  test('a step cannot be skipped, nor taken in another browser, nor after ten minutes', async () => {
    const picker = await browser.go(attempt().url);
    const skipped = await browser.submit(picker.html.replace('value="account"', 'value="consent"'), {
      action: 'accept',
    });
    expect(skipped.html).toContain('Pick an account');
    expect((await newBrowser().submit(picker.html, { account: ada.objectId })).status).toBe(400);
    minutesPass(11);
    expect((await browser.submit(picker.html, { account: ada.objectId })).status).toBe(400);
  });

  test('every page says that it is not Microsoft, in a language, without script', async () => {
    const { html } = await browser.go(attempt().url);
    expect(html).toContain('not a page of Microsoft');
    expect(html).toContain('<html lang="en">');
    expect(html).not.toContain('<script');
  });
});

describe('the token endpoint', () => {
  test('a code is redeemed once', async () => {
    const one = attempt();
    const callback = standIn.signIn(one.url, ada);
    expect((await redeem(callback, one)).status).toBe(200);
    const again = await redeem(callback, one);
    expect([again.status, again.body.error]).toEqual([400, 'invalid_grant']);
  });

  test.each([
    ['another verifier', { code_verifier: 'x'.repeat(43) }],
    ['no verifier', { code_verifier: undefined }],
    ['another redirect URI', { redirect_uri: `${redirectUri}?x` }],
    ['no code', { code: undefined }],
  ])('%s is refused and spends the code', async (_what, other) => {
    const one = attempt();
    const callback = standIn.signIn(one.url, ada);
    const refused = await redeem(callback, one, other);
    expect([refused.status, refused.body.error]).toEqual([400, 'invalid_grant']);
    if (!('code' in other)) expect((await redeem(callback, one)).status).toBe(400);
  });

  test('a code is good for a minute', async () => {
    const one = attempt();
    const callback = standIn.signIn(one.url, ada);
    minutesPass(1);
    expect((await redeem(callback, one)).body.error).toBe('invalid_grant');
  });

  test.each([
    ['a wrong secret', { client_secret: 'guess' }, {}],
    ['no secret', { client_secret: undefined }, {}],
    ['an unknown client', { client_id: 'somebody' }, {}],
    [
      'two proofs',
      {},
      { headers: { authorization: `Basic ${btoa(`${clientId}:${encodeURIComponent(clientSecret)}`)}` } },
    ],
    ['an unproven assertion', { client_secret: undefined, client_assertion: 'x.y.z' }, {}],
  ])('with %s no token is given', async (_what, other, init) => {
    const one = attempt();
    const refused = await redeem(standIn.signIn(one.url, ada), one, other, init);
    expect([refused.status, refused.body.error]).toEqual([401, 'invalid_client']);
  });

  test('the secret may come in the Authorization header', async () => {
    const one = attempt();
    const authorization = `Basic ${btoa(`${clientId}:${encodeURIComponent(clientSecret)}`)}`;
    const unproven = { client_secret: undefined, client_id: undefined };
    expect((await redeem(standIn.signIn(one.url, ada), one, unproven, { headers: { authorization } })).status).toBe(
      200,
    );
  });
});

describe('the registry’s own tokens', () => {
  const credentials = () => ({
    grant_type: 'client_credentials',
    client_id: standIn.registryClient.id,
    client_secret: standIn.registryClient.secret,
    scope: `${clientId}/.default`,
  });

  test('carry both roles and no scp, for the service, from the tenant of the registry', async () => {
    const { status, body } = await token(credentials(), {}, registryTenant);
    expect(status).toBe(200);
    const claims = jwt.decode(body.access_token) as jwt.JwtPayload;
    expect(claims).toMatchObject({
      aud: clientId,
      iss: standIn.registryIssuer,
      tid: registryTenant,
      roles: ['Packages.Register', 'Packages.Read'],
      azp: standIn.registryClient.id,
    });
    expect(claims).not.toHaveProperty('scp');
    const keys = await keysOf(await metadataOf(standIn.registryIssuer));
    const [key] = keys;
    expect(key?.issuer).toBe(standIn.registryIssuer);
    const clockTimestamp = Math.floor(now.getTime() / 1000);
    jwt.verify(body.access_token, createPublicKey({ key: key ?? {}, format: 'jwk' }), {
      algorithms: ['RS256'],
      clockTimestamp,
    });
  });

  test('are given to the registry only, in its own tenant, for the service’s scope', async () => {
    expect((await token(credentials())).body.error).toBe('unauthorized_client');
    expect((await token({ ...credentials(), scope: 'other/.default' }, {}, registryTenant)).body.error).toBe(
      'invalid_scope',
    );
    expect((await token({ ...credentials(), client_secret: 'guess' }, {}, registryTenant)).status).toBe(401);
    const service = { ...credentials(), client_id: clientId, client_secret: clientSecret };
    expect((await token(service, {}, registryTenant)).body.error).toBe('unauthorized_client');
  });
});

test('an altered ID token is signed as a test wants it', async () => {
  const altered = await startStandIn({
    clientId,
    clientSecret,
    redirectUris: [redirectUri],
    alterIdToken: (claims) => ({ ...claims, nonce: 'another' }),
  });
  const one = attempt();
  const code = altered.signIn(one.url, ada).searchParams.get('code') ?? '';
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: clientId,
    client_secret: clientSecret,
    code,
    redirect_uri: redirectUri,
    code_verifier: one.verifier,
  });
  const answer = await fetch(`${altered.origin}/common/oauth2/v2.0/token`, { method: 'POST', body });
  expect(jwt.decode(((await answer.json()) as Tokens).id_token)).toMatchObject({ nonce: 'another' });
  await altered.close();
});
