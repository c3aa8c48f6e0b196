/**
 * A provider that lies, or whose network does: whatever it does to one sign-in, nobody is let in, nothing is kept of it,
 * the secret stays, the log says why, and the next honest sign-in works.
 *
 * Source: ASSURANCE 2 and 4 (F12).
 */
import type { ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { type Clock, hour, minute } from '../../shared/clock.ts';
import { openIdProvider } from '../../shared/identity/openid-provider.ts';
import { brokenClaims, brokenTokens } from '../support/broken-rules.ts';
import { type Actor, type Answered, actor } from '../support/browser-actor.ts';
import { testConfig } from '../support/config.ts';
import { type Endpoint, type HostileProvider, hostileProvider } from '../support/hostile-provider.ts';
import { note } from '../support/laboratory/report.ts';
import { type Forgery, publishedAs } from '../support/token-forge.ts';
import { createWorld, type World } from '../support/world.ts';

const secret = 'the client’s own secret';

const started = performance.now();
const counts = { scenarios: 0, failed: 0 };
afterEach(({ task }) => {
  counts.scenarios += 1;
  if (task.result?.state === 'fail') counts.failed += 1;
});
afterAll(() => {
  const seconds = (performance.now() - started) / 1000;
  note({ what: 'hostile provider', of: 'scenarios', count: counts.scenarios, violations: counts.failed, seconds });
});

interface Scene {
  readonly world: World;
  readonly hostile: HostileProvider;
}

async function scene(budgetMilliseconds = 5000): Promise<Scene> {
  const clock: Clock = { now: () => world.clock.now(), monotonic: () => world.clock.monotonic() };
  const hostile = await hostileProvider(clock);
  const settings = { IDENTITY_AUTHORITY: hostile.authority, IDENTITY_CLIENT_SECRET: secret };
  const provider = openIdProvider(testConfig(settings), clock, { budgetMilliseconds });
  const world: World = await createWorld({ settings, provider });
  return { hostile, world };
}

interface Attempt {
  readonly forgery?: Forgery;
  /** Appended to the callback's address. */
  readonly more?: string;
  readonly browser?: Actor;
  /** What happens while the person is at the provider. */
  readonly meanwhile?: () => void;
  readonly begin?: string;
}

/** Through the real endpoints and the real network. @returns the last answer: of the callback, or of a start that failed. */
async function signIn({ world, hostile }: Scene, attempt: Attempt = {}): Promise<Answered> {
  const browser = attempt.browser ?? actor(world, 'grace');
  const begun = await browser.get(attempt.begin ?? '/sign-in');
  if (begun.location === undefined) return begun;
  const { searchParams } = new URL(begun.location);
  hostile.next = {
    nonce: searchParams.get('nonce') ?? '',
    ...(attempt.forgery !== undefined && { forgery: attempt.forgery }),
  };
  attempt.meanwhile?.();
  return await browser.get(`/sign-in/callback?state=${searchParams.get('state')}&code=code${attempt.more ?? ''}`);
}

interface Refusal {
  readonly status: number;
  readonly reason: string;
}

async function expectRefused(stage: Scene, attempt: Attempt, { status, reason }: Refusal): Promise<void> {
  const { world, hostile } = stage;
  const browser = actor(world, 'grace');
  const refused = await signIn(stage, { ...attempt, browser });
  expect(refused.status).toBe(status);
  expect([...browser.cookies.keys()].filter((name) => name !== '__Host-browser')).toEqual([]);
  for (const table of ['registrations', 'accounts', 'identities']) expect(world.store.rows(table)).toEqual([]);
  expect(reasonsOf(world)).toEqual([reason]);
  expectNoSecrets(stage, refused);
  expect(hostile.reachedElsewhere).toEqual([]);
}

async function expectHonestWorks(stage: Scene): Promise<void> {
  for (const endpoint of ['metadata', 'token', 'keys'] as const) delete stage.hostile.behaviour[endpoint];
  const browser = actor(stage.world, 'grace');
  expect(await signIn(stage, { browser })).toMatchObject({ status: 303, location: '/register' });
  expect(browser.cookies.has('__Host-registration')).toBe(true);
  expect(stage.world.store.rows('registrations')).toHaveLength(1);
}

function reasonsOf(world: World): unknown[] {
  return world.log.filter(({ event }) => event === 'sign-in-refused').map(({ fields }) => fields.reason);
}

/** Everything that can be printed of the log lines, more than the log prints. */
function expectNoSecrets({ world, hostile }: Scene, refused: Answered): void {
  const shown = `${inspect(world.log, { depth: 12, showHidden: true, maxStringLength: null })}${refused.text}`;
  const sent = hostile.redeemed.map((body) => new URLSearchParams(body).get('code_verifier') ?? '');
  const token = String(hostile.tokenAnswer(hostile.next.nonce, hostile.next.forgery).id_token);
  const secrets = [secret, hostile.next.nonce, 'the access token', ...sent, ...token.split('.')];
  for (const one of secrets.filter(({ length }) => length > 8)) expect(shown).not.toContain(one);
}

test('an honest provider lets in the known and registers the unknown, in the world of these tests', async () => {
  const stage = await scene();
  const browser = actor(stage.world, 'grace');
  expect((await signIn(stage, { browser })).location).toBe('/register');
  expect((await browser.post('/api/registration', { username: 'Grace' })).status).toBe(201);
  expect(await signIn(stage)).toMatchObject({ status: 303, location: '/account' });
  expect(reasonsOf(stage.world)).toEqual([]);
  expect(stage.hostile.redeemed).toHaveLength(2);
});

describe('a token', () => {
  test.each([...brokenTokens, ...brokenClaims])('with $rule lets nobody in: $reason', async (broken) => {
    const stage = await scene();
    const { hostile } = stage;
    const more = broken.keys?.(hostile);
    if (more) hostile.behaviour.keys = (response) => json(response, { keys: [...hostile.keySet().keys, ...more] });
    await expectRefused(stage, { forgery: broken.forgery(hostile) }, { status: 502, reason: broken.reason });
    await expectHonestWorks(stage);
  });

  test.each<[string, unknown]>([
    ['no acr', undefined],
    ['another acr', '1'],
    ['an acr that only begins alike', 'urn:microsoft:policies:mfa2'],
  ])('with %s lets nobody in: second-factor-missing', async (_what, acr) => {
    const stage = await scene();
    const refusal = { status: 403, reason: 'second-factor-missing' };
    await expectRefused(stage, { forgery: { claims: { acr, amr: ['mfa'] } } }, refusal);
    await expectHonestWorks(stage);
  });
});

describe('an answer of the browser', () => {
  test.each<[string, string, Refusal]>([
    ['the iss of another issuer', '&iss=https%3A%2F%2Fevil.example.com', { status: 502, reason: 'response-issuer' }],
    ['an empty iss', '&iss=', { status: 502, reason: 'response-issuer' }],
    ['iss twice', '&iss=a&iss=a', { status: 400, reason: 'unknown-flow' }],
    ['code twice', '&code=other', { status: 400, reason: 'unknown-flow' }],
    ['state twice', '&state=other', { status: 400, reason: 'unknown-flow' }],
  ])('with %s lets nobody in', async (_what, more, refusal) => {
    const stage = await scene();
    await expectRefused(stage, { more }, refusal);
    await expectHonestWorks(stage);
  });

  test('with an error beside the code lets nobody in, and the code is not redeemed', async () => {
    const stage = await scene();
    await expectRefused(stage, { more: '&error=server_error' }, { status: 400, reason: 'provider-error' });
    expect(stage.hostile.redeemed).toEqual([]);
    await expectHonestWorks(stage);
  });

  test('without the iss that the provider announces lets nobody in', async () => {
    const stage = await scene();
    const { hostile } = stage;
    const announced = { ...hostile.metadata(), authorization_response_iss_parameter_supported: true };
    hostile.behaviour.metadata = (response) => json(response, announced);
    await expectRefused(stage, {}, { status: 502, reason: 'response-issuer' });
    const more = `&iss=${encodeURIComponent(String(hostile.claims('').iss))}`;
    expect((await signIn(stage, { more })).location).toBe('/register');
  });
});

test('headers that a front end could have set sign nobody in, and send nobody elsewhere', async () => {
  const { world } = await scene();
  const principal = Buffer.from(JSON.stringify({ auth_typ: 'aad', claims: [{ typ: 'oid', val: 'grace' }] }));
  const headers = {
    'x-ms-client-principal': principal.toString('base64'),
    'x-ms-client-principal-id': 'grace',
    'x-ms-client-principal-name': 'grace@contoso.example',
    'x-forwarded-host': 'evil.example.com',
    'x-forwarded-proto': 'http',
  };
  expect((await world.send('GET', '/api/session', { headers })).status).toBe(401);
  const started = await world.send('GET', '/sign-in', { headers });
  expect(new URL(started.headers.location ?? '').searchParams.get('redirect_uri')).toBe(
    'https://accounts.example.org/sign-in/callback',
  );
});

/** What a server, or the network before it, may do to any request. */
const faults: readonly [string, string, (response: ServerResponse, hostile: HostileProvider) => void][] = [
  ['never answers', 'unreachable', () => undefined],
  ['answers a byte and no more', 'unreachable', (response) => void response.writeHead(200, jsonType).write('{')],
  [
    'breaks off',
    'unreachable',
    (response) => void response.writeHead(200, jsonType).write('{', () => response.destroy()),
  ],
  ['closes the connection', 'unreachable', (response) => void response.destroy()],
  ['answers without end', 'too-large', endless],
  [
    'answers a page',
    'not-json',
    (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>'),
  ],
  ['answers half of it', 'not-json', (response) => void response.writeHead(200, jsonType).end('{"issuer":"http')],
  ['answers nothing', 'not-json', (response) => void response.writeHead(200, jsonType).end()],
  ['answers 500', 'bad-status', (response) => void response.writeHead(500, jsonType).end('{}')],
  ['answers 204', 'bad-status', (response) => void response.writeHead(204).end()],
  ['sends elsewhere with 302', 'redirected', (response, { elsewhere }) => redirect(response, 302, elsewhere)],
  ['sends elsewhere with 303', 'redirected', (response, { elsewhere }) => redirect(response, 303, elsewhere)],
  ['sends elsewhere with 307', 'redirected', (response, { elsewhere }) => redirect(response, 307, elsewhere)],
  ['sends elsewhere with 308', 'redirected', (response, { elsewhere }) => redirect(response, 308, elsewhere)],
];

describe.each<[Endpoint]>([['metadata'], ['token'], ['keys']])('a provider whose %s', (endpoint) => {
  // With `redirect: 'follow'` in `ask` the secret goes elsewhere with 307 and 308.
  test.each(faults)('%s lets nobody in: %s', async (what, reason, misbehave) => {
    const isSilent = what === 'never answers' || what === 'answers a byte and no more';
    const stage = await scene(isSilent ? 1000 : undefined);
    stage.hostile.behaviour[endpoint] = (response) => misbehave(response, stage.hostile);
    await expectRefused(stage, {}, { status: 502, reason });
    await expectHonestWorks(stage);
  });
});

describe('a provider', () => {
  test.each<[string, string]>([
    ['token endpoint', 'token_endpoint'],
    ['key set', 'jwks_uri'],
  ])('whose metadata names a %s elsewhere gets no secret sent there', async (_what, member) => {
    const stage = await scene();
    const { hostile } = stage;
    const metadata = { ...hostile.metadata(), [member]: `${hostile.elsewhere}/token` };
    hostile.behaviour.metadata = (response) => json(response, metadata);
    await expectRefused(stage, {}, { status: 502, reason: 'metadata-invalid' });
    await expectHonestWorks(stage);
  });

  test.each<[string, number]>([
    ['refuses the code', 400],
    ['refuses the client', 401],
  ])('that %s, and quotes what it was sent, leaves no secret in the log', async (_what, status) => {
    const stage = await scene();
    const { hostile } = stage;
    hostile.behaviour.token = (response) =>
      json(response, { error: 'invalid', error_description: hostile.redeemed.at(-1) }, status);
    await expectRefused(stage, {}, { status: 502, reason: 'token-refused' });
    await expectHonestWorks(stage);
  });

  test('that answers the secret in something malformed leaves no secret in the log', async () => {
    const stage = await scene();
    stage.hostile.behaviour.token = (response) => void response.writeHead(200, jsonType).end(`{"a":${secret}}`);
    await expectRefused(stage, {}, { status: 502, reason: 'not-json' });
    expect(inspect(stage.world.log, { depth: 12 })).not.toContain(secret.slice(0, 6));
    await expectHonestWorks(stage);
  });

  test('that signs with a key it withdrew lets nobody in', async () => {
    const stage = await scene();
    const { hostile } = stage;
    hostile.behaviour.keys = (response) => json(response, { keys: [hostile.personalKey.published] });
    await expectRefused(stage, {}, { status: 502, reason: 'key-unknown' });
    stage.world.clock.advance(minute);
    await expectHonestWorks(stage);
  });

  test('that changes its keys between redirect and token lets in the person it vouches for', async () => {
    const stage = await scene();
    const { hostile } = stage;
    await expectHonestWorks(stage);
    const key = publishedAs(hostile.workKey, { kid: 'new' });
    const meanwhile = () => {
      hostile.behaviour.keys = (response) => json(response, { keys: [key.published] });
    };
    expect((await signIn(stage, { forgery: { key }, meanwhile })).location).toBe('/register');
    expect(reasonsOf(stage.world)).toEqual([]);
  });

  test('whose metadata and keys are down lets in with the last good ones, for a day', async () => {
    const stage = await scene();
    await expectHonestWorks(stage);
    for (const endpoint of ['metadata', 'keys'] as const) {
      stage.hostile.behaviour[endpoint] = (response) => void response.destroy();
    }
    stage.world.clock.advance(23 * hour);
    expect((await signIn(stage)).location).toBe('/register');
    stage.world.clock.advance(hour);
    expect((await signIn(stage)).status).toBe(502);
    expect(reasonsOf(stage.world)).toEqual(['unreachable']);
  });

  test('that answers a fresh sign-in from memory leaves the session as stale as it was', async () => {
    const stage = await scene();
    const browser = actor(stage.world, 'grace');
    await signIn(stage, { browser });
    await browser.post('/api/registration', { username: 'Grace' });
    const before = (await browser.get('/api/session')).json;
    const authTime = stage.world.clock.now().getTime() / 1000;
    stage.world.clock.advance(hour);
    const begin = '/sign-in?purpose=fresh';
    const refused = await signIn(stage, { browser, begin, forgery: { claims: { auth_time: authTime } } });
    expect(refused.status).toBe(403);
    expect(reasonsOf(stage.world)).toEqual(['not-fresh']);
    expect((await browser.get('/api/session')).json.freshUntil).toBe(before.freshUntil);
    expect((await signIn(stage, { browser, begin })).status).toBe(303);
  });

  test('that vouches for another identity at a fresh sign-in leaves the session as it was', async () => {
    const stage = await scene();
    const browser = actor(stage.world, 'grace');
    await signIn(stage, { browser });
    await browser.post('/api/registration', { username: 'Grace' });
    const begin = '/sign-in?purpose=fresh';
    const refused = await signIn(stage, { browser, begin, forgery: { claims: { oid: 'another' } } });
    expect(refused.status).toBe(403);
    expect(reasonsOf(stage.world)).toEqual(['other-identity']);
    expect((await browser.get('/api/session')).json.username).toBe('Grace');
  });
});

const jsonType = { 'content-type': 'application/json' };

function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, jsonType).end(JSON.stringify(body));
}

function redirect(response: ServerResponse, status: number, elsewhere: string): void {
  response.writeHead(status, { location: `${elsewhere}/token` }).end();
}

/** Until the caller has had enough. */
function endless(response: ServerResponse): void {
  response.writeHead(200, jsonType);
  const more = () => {
    while (!response.destroyed && response.write(Buffer.alloc(64 * 1024, ' ')));
  };
  response.on('drain', more).on('error', () => undefined);
  more();
}
