import { describe, expect, test } from 'vitest';
import { day, hour, minute } from '../../shared/clock.ts';
import { actor } from '../support/browser-actor.ts';
import { createWorld } from '../support/world.ts';

describe('GET /sign-in', () => {
  test('303: leads to Microsoft, and binds the sign-in to this browser', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    const started = await ada.get('/sign-in');
    expect(started.status).toBe(303);
    expect(started.location).toMatch(/^https:\/\/login\.example\.com\/authorize\?state=/);
    expect(ada.cookies.get('__Host-browser')).toMatch(/^[\w-]{43}$/);
  });

  test('400: a purpose that is not known, or a parameter sent twice, begins nothing', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    const before = world.store.snapshot();
    expect((await ada.get('/sign-in?purpose=other')).status).toBe(400);
    expect((await ada.get('/sign-in?returnTo=/a&returnTo=/b')).status).toBe(400);
    expect(world.store.snapshot()).toEqual(before);
  });

  test('401: a fresh sign-in is only for somebody who is signed in', async () => {
    const world = await createWorld();
    expect((await actor(world, 'ada').get('/sign-in?purpose=fresh')).status).toBe(401);
  });
});

describe('GET /sign-in/callback', () => {
  test('303: a registered person lands where they wanted to go', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.register('Ada');
    const again = actor(world, 'ada');
    const landed = await again.signIn('?returnTo=https://www.example.org/packages/Pad');
    expect(landed).toMatchObject({ status: 303, location: 'https://www.example.org/packages/Pad' });
    expect((await again.get('/api/session')).json.username).toBe('Ada');
  });

  test('403: without a second factor there is neither session nor registration', async () => {
    const world = await createWorld();
    const ada = actor(world, { id: 'ada', secondFactor: false });
    const refused = await ada.signIn();
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('wo-step verification');
    expect(world.store.rows('registrations')).toEqual([]);
    expect(ada.cookies.has('__Host-session')).toBe(false);
  });

  test('400: a callback works once', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.register('Ada');
    const callback = await ada.beginSignIn();
    expect((await ada.get(callback)).status).toBe(303);
    const held = ada.cookies.get('__Host-session');
    expect((await ada.get(callback)).status).toBe(400);
    expect(ada.cookies.get('__Host-session')).toBe(held);
    expect((await ada.get('/api/session')).status).toBe(200);
  });

  test('400: of twenty at once, only one is let in', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.register('Ada');
    const callback = await ada.beginSignIn();
    const answers = await Promise.all(Array.from({ length: 20 }, () => ada.get(callback)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, ...Array(19).fill(400)]);
  });

  test('400: another browser cannot complete it, and does not use it up', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    const callback = await ada.beginSignIn();
    const eve = actor(world, 'eve');
    expect((await eve.get(callback)).status).toBe(400);
    await eve.get('/sign-in');
    expect((await eve.get(callback)).status).toBe(400);
    expect((await ada.get(callback)).status).toBe(303);
  });

  test('400: after an hour, without a state, with a repeated parameter, or with a made-up state', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    const callback = await ada.beginSignIn();
    expect((await ada.get('/sign-in/callback')).status).toBe(400);
    expect((await ada.get('/sign-in/callback?state=x&code=y')).status).toBe(400);
    expect((await ada.get(`${callback}&code=other`)).status).toBe(400);
    expect((await ada.get(callback.replace('state=', 'state=x'))).status).toBe(400);
    world.clock.advance(hour);
    expect((await ada.get(callback)).status).toBe(400);
  });

  test('400: an error from Microsoft uses the sign-in up, and wins over a code', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    const callback = await ada.beginSignIn();
    expect((await ada.get(`${callback}&error=access_denied`)).status).toBe(400);
    expect((await ada.get(callback)).status).toBe(400);
  });

  test('405: HEAD and POST consume nothing', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    const callback = await ada.beginSignIn();
    expect((await world.send('HEAD', callback)).status).toBe(405);
    expect((await world.send('POST', callback)).status).toBe(405);
    expect((await ada.get(callback)).status).toBe(303);
  });

  test('502: a provider that fails changes nothing but the sign-in, and is one line in the log', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.register('Ada');
    const callback = await ada.beginSignIn();
    const failed = await ada.get(callback.replace(/code=.*/, 'code=unknown'));
    expect(failed.status).toBe(502);
    expect((await ada.get('/api/session')).status).toBe(200);
    expect(world.log.filter(({ event }) => event === 'sign-in-refused').map(({ fields }) => fields.reason)).toEqual([
      'code-refused',
    ]);
  });

  test('a sign-in ends, at the server, the session this browser held, its own or another account’s', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.register('Ada');
    const first = new Map(ada.cookies);
    await ada.signIn();
    expect((await actor(world, 'ada', first).get('/api/session')).status).toBe(401);

    const second = new Map(ada.cookies);
    const eve = actor(world, 'eve', ada.cookies);
    await eve.signIn();
    expect((await actor(world, 'ada', second).get('/api/session')).status).toBe(401);
    expect(eve.cookies.has('__Host-session')).toBe(false);
  });

  test('403: a fresh sign-in with somebody else’s identity leaves the session as it was', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.register('Ada');
    await actor(world, 'eve').register('Eve');
    const eveAtAdas = actor(world, 'eve', ada.cookies);
    expect((await eveAtAdas.signIn('?purpose=fresh')).status).toBe(403);
    expect((await ada.get('/api/session')).json.username).toBe('Ada');
  });

  test('a fresh sign-in makes the session fresh for ten minutes; one without auth_time is refused', async () => {
    const world = await createWorld();
    const ada = actor(world, { id: 'ada', authenticatedAt: undefined });
    await ada.register('Ada');
    expect((await ada.get('/api/session')).json.freshUntil).toBeNull();
    expect((await ada.signIn('?purpose=fresh')).status).toBe(403);

    const same = actor(world, { id: 'ada', authenticatedAt: world.clock.now() }, ada.cookies);
    expect((await same.signIn('?purpose=fresh')).status).toBe(303);
    expect((await same.get('/api/session')).json.freshUntil).toBe('2026-03-01T12:10:00.000Z');
  });

  test('a fresh sign-in that Microsoft answered from memory is refused', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.register('Ada');
    const stale = actor(
      world,
      { id: 'ada', authenticatedAt: new Date(world.clock.now().getTime() - 3 * minute) },
      ada.cookies,
    );
    expect((await stale.signIn('?purpose=fresh')).status).toBe(403);
  });
});

describe('a session', () => {
  test('ends after a day unused, and lives on while it is used', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.register('Ada');
    for (let hours = 0; hours < 5 * 24; hours += 23) {
      world.clock.advance(23 * hour);
      expect((await ada.get('/api/session')).status).toBe(200);
    }
    world.clock.advance(day);
    expect(await ada.get('/api/session')).toMatchObject({ status: 401, json: { code: 'not-signed-in' } });
  });

  test('ends after its lifetime, however much it is used', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.register('Ada');
    for (let days = 0; days < 27; days += 1) {
      world.clock.advance(12 * hour);
      expect((await ada.get('/api/session')).status).toBe(200);
    }
    world.clock.advance(12 * hour);
    expect((await ada.get('/api/session')).status).toBe(401);
  });

  test('is one of at most ten; a further one replaces the least recently seen', async () => {
    const world = await createWorld();
    const first = actor(world, 'ada');
    await first.register('Ada');
    const browsers = [];
    for (let count = 0; count < 10; count += 1) {
      world.clock.advance(minute);
      const browser = actor(world, 'ada');
      await browser.signIn();
      browsers.push(browser);
    }
    expect((await first.get('/api/session')).status).toBe(401);
    for (const browser of browsers) expect((await browser.get('/api/session')).status).toBe(200);
  });

  test('ended at one process is ended at the other with the next request', async () => {
    const world = await createWorld();
    const other = await createWorld({ beside: world });
    const ada = actor(world, 'ada');
    await ada.register('Ada');
    const copy = actor(other, 'ada', new Map(ada.cookies));
    expect((await copy.get('/api/session')).status).toBe(200);
    expect((await ada.post('/sign-out')).status).toBe(204);
    expect((await copy.get('/api/session')).status).toBe(401);
  });
});

describe('POST /sign-out', () => {
  test('204, or 303 for a form: forgets this browser’s cookies and no other site’s', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.register('Ada');
    const out = await ada.post('/sign-out');
    expect(out.headers['clear-site-data']).toBe('"storage"');
    expect(ada.cookies.size).toBe(0);
    expect(await ada.submit('/sign-out', {})).toMatchObject({ status: 303, location: '/' });
  });

  test('403 cross-origin: another site cannot sign anybody out', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.register('Ada');
    expect((await ada.post('/sign-out', undefined, { origin: 'https://evil.example.net' })).status).toBe(403);
    expect((await ada.post('/sign-out', undefined, { origin: 'null' })).status).toBe(403);
    expect((await ada.get('/api/session')).status).toBe(200);
  });
});
