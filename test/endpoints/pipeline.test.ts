import { RestError } from '@azure/core-rest-pipeline';
import { describe, expect, test } from 'vitest';
import { actor } from '../support/browser-actor.ts';
import { allEndpoints, createWorld } from '../support/world.ts';

const frontend = 'https://www.example.org';

describe('every answer', () => {
  test.each(['/', '/api/health', '/api/session', '/nowhere', '/api/nowhere', '/account', '/openapi.json'])(
    'of %s has the strict headers and its request id',
    async (path) => {
      const world = await createWorld();
      const { headers } = await world.send('GET', path, { headers: { accept: 'text/html' } });
      expect(headers).toMatchObject({
        'strict-transport-security': 'max-age=31536000; includeSubDomains',
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(headers['x-request-id']).toMatch(/^[\w-]{16}$/);
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['cache-control']).toBe(path === '/openapi.json' ? 'public, max-age=300' : 'no-store');
    },
  );

  test('of a page lets forms come back only here, and sends them with their origin', async () => {
    const world = await createWorld();
    const { headers } = await world.send('GET', '/');
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    );
    expect(headers['referrer-policy']).toBe('same-origin');
    expect(headers.vary).toBeUndefined();
  });
});

describe('other origins', () => {
  test('may read the API when they are known frontends, with the cookie', async () => {
    const world = await createWorld();
    const { headers } = await world.send('GET', '/api/session', { headers: { origin: frontend } });
    expect(headers).toMatchObject({
      vary: 'Origin',
      'access-control-allow-origin': frontend,
      'access-control-allow-credentials': 'true',
    });
  });

  test('may read nothing when they are not', async () => {
    const world = await createWorld();
    for (const [path, origin] of [
      ['/api/session', 'https://evil.example.net'],
      ['/api/session', 'null'],
      ['/account', frontend],
    ] as const) {
      const { headers } = await world.send('GET', path, { headers: { origin } });
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  test('are told before a request what they may send', async () => {
    const world = await createWorld();
    const { status, headers } = await world.send('OPTIONS', '/api/registration', { headers: { origin: frontend } });
    expect([status, headers['access-control-allow-methods'], headers['access-control-allow-headers']]).toEqual([
      204,
      'GET, POST, DELETE, OPTIONS',
      'Content-Type',
    ]);
  });
});

describe('what no endpoint answers', () => {
  test('is 404, as a page for browsers and as a problem for programs', async () => {
    const world = await createWorld();
    const page = await world.send('GET', '/nowhere', { headers: { accept: 'text/html' } });
    expect([page.status, page.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    const problem = await world.send('GET', '/api/nowhere');
    expect([problem.status, JSON.parse(problem.text)]).toEqual([
      404,
      {
        type: 'https://accounts.example.org/problems/not-found',
        title: 'There is nothing here',
        status: 404,
        detail: 'There is nothing at this address.',
        code: 'not-found',
        instance: problem.headers['x-request-id'],
      },
    ]);
  });

  test.each(allEndpoints.filter(({ route }) => !route.includes('{')).map(({ route }) => route))(
    'of /%s is 405 with the methods it takes',
    async (route) => {
      const world = await createWorld();
      const { status, headers } = await world.send('PATCH', `/${route}`);
      expect([status, headers.allow]).toEqual([405, expect.stringMatching(/^(GET|POST|DELETE|, )+, OPTIONS$/)]);
    },
  );
});

describe('storage that fails', () => {
  const failing = (status: number | undefined) => ({
    additionalPolicies: [
      {
        position: 'perRetry' as const,
        policy: {
          name: 'failing',
          sendRequest: () => {
            throw new RestError('failing', status === undefined ? { code: 'ECONNREFUSED' } : { statusCode: status });
          },
        },
      },
    ],
  });

  test.each([undefined, 500, 503, 429])(
    'with %s is 503 busy with Retry-After, never a wrong answer',
    async (status) => {
      const world = await createWorld();
      const ada = actor(world, 'ada');
      await ada.register('Ada');
      const broken = await createWorld({ beside: world, tables: failing(status) });
      for (const path of ['/api/session', '/api/names/Grace', '/api/accounts/Ada', '/account', '/sign-in']) {
        const answer = await ada.at(broken).get(path);
        expect([path, answer.status, answer.headers['retry-after']]).toEqual([path, 503, '5']);
      }
      expect((await ada.at(broken).get('/api/health')).status).toBe(200);
      expect((await ada.at(broken).get('/api/ready')).json).toEqual({ failing: ['storage'] });
      expect((await ada.get('/api/ready')).json).toEqual({ failing: [] });
    },
  );
});

describe('a fault', () => {
  test('is a bare 500 with the request id, and is logged once with its cause', async () => {
    const world = await createWorld({
      provider: {
        authorizationUrl: () => Promise.reject(new TypeError('secret details')),
        redeem: () => Promise.reject(new TypeError('secret details')),
      },
    });
    const answer = await actor(world, 'ada').get('/sign-in');
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('secret details');
    expect(answer.text).toContain(answer.headers['x-request-id']);
    const faults = world.log.filter(({ event }) => event === 'fault');
    expect(faults).toMatchObject([
      { fields: { request: answer.headers['x-request-id'] }, cause: { message: 'secret details' } },
    ]);
  });
});

describe('limits by address', () => {
  test('stop name checks after 1,200 in five minutes, for that address alone', async () => {
    const world = await createWorld({ settings: { CLIENT_ADDRESS_HEADER: 'x-forwarded-for' } });
    const check = (address: string) =>
      world.send('GET', '/api/names/a', { headers: { 'x-forwarded-for': `spoofed, ${address}` } });
    const statuses = new Set<number>();
    for (let count = 0; count < 1200; count += 1) statuses.add((await check('203.0.113.7')).status);
    expect([...statuses]).toEqual([200]);
    const refused = await check('203.0.113.7');
    const seconds = Number(refused.headers['retry-after']);
    expect([refused.status, seconds > 0]).toEqual([429, true]);
    expect(JSON.parse(refused.text).detail).toBe(`Wait ${seconds} seconds and try again.`);
    expect((await check('203.0.113.8')).status).toBe(200);
  });
});
