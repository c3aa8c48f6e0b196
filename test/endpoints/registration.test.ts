import { describe, expect, test } from 'vitest';
import { minute } from '../../shared/clock.ts';
import { actor } from '../support/browser-actor.ts';
import { createWorld } from '../support/world.ts';

describe('POST /api/registration', () => {
  test('201: somebody who signed in chooses a username, and is signed in with it', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    expect((await ada.signIn()).location).toBe('/register');

    const registered = await ada.post('/api/registration', { username: 'Ada' });
    expect(registered).toMatchObject({ status: 201, json: { username: 'Ada' }, location: '/api/accounts/Ada' });
    expect((await ada.get('/api/session')).json).toMatchObject({ username: 'Ada', state: 'active' });
  });

  test('200: the same claim again within ten minutes is told the same, with a session', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.register('Ada');
    ada.cookies.delete('__Host-session');
    expect(await ada.post('/api/registration', { username: 'Ada' })).toMatchObject({
      status: 200,
      json: { username: 'Ada' },
    });
    expect((await ada.get('/api/session')).status).toBe(200);
  });

  test('409 already-registered: after ten minutes, or with another spelling, a claim is not a repetition', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.register('Ada');
    expect(await ada.post('/api/registration', { username: 'ada' })).toMatchObject({
      status: 409,
      json: { code: 'already-registered' },
    });
    world.clock.advance(10 * minute);
    expect(await ada.post('/api/registration', { username: 'Ada' })).toMatchObject({
      status: 409,
      json: { code: 'already-registered', username: 'Ada' },
    });
  });

  test.each(['Mike', 'MIKE', 'rnike', 'M1ke', 'M.i-k_e', 'rnlke'])(
    '409 name-taken: %s looks like Mike',
    async (name) => {
      const world = await createWorld();
      await actor(world, 'mike').register('Mike');
      const other = actor(world, 'other');
      expect(await other.register(name)).toMatchObject({ status: 409, json: { code: 'name-taken' } });
    },
  );

  test('after name-taken the person chooses another name in the same registration', async () => {
    const world = await createWorld();
    await actor(world, 'mike').register('Mike');
    const other = actor(world, 'other');
    await other.register('Mike');
    expect(await other.post('/api/registration', { username: 'Michael' })).toMatchObject({ status: 201 });
  });

  test('409 name-reserved: nothing is written', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.signIn();
    const before = world.store.snapshot();
    expect(await ada.post('/api/registration', { username: 'Adm1n' })).toMatchObject({
      status: 409,
      json: { code: 'name-reserved' },
    });
    expect(world.store.snapshot()).toEqual(before);
  });

  test('422 invalid-name: the sentence says which rule, the pointer which field', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.signIn();
    for (const username of ['', 'ab', 'a..b', 'ada@example.org', '\u212Aelvin']) {
      const refused = await ada.post('/api/registration', { username });
      expect(refused).toMatchObject({
        status: 422,
        json: { code: 'invalid-name', errors: [{ pointer: '/username' }] },
      });
      expect(refused.headers['content-type']).toBe('application/problem+json');
    }
  });

  test('400 invalid-request: wrong types and unknown fields, all of them', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.signIn();
    const refused = await ada.post('/api/registration', { username: 7, admin: true });
    expect(refused.status).toBe(400);
    expect((refused.json.errors as { pointer: string }[]).map(({ pointer }) => pointer).toSorted()).toEqual([
      '/admin',
      '/username',
    ]);
    for (const body of ['', '{', '[]', 'null', '"x"', '{"username":"Ada","username":"Eve"}']) {
      const sent = await world.send('POST', '/api/registration', {
        body,
        headers: {
          origin: world.config.publicOrigin,
          'content-type': 'application/json',
          cookie: [...ada.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        },
      });
      expect([sent.status, JSON.parse(sent.text).code]).toEqual([400, 'invalid-request']);
    }
  });

  test('401 no-registration: without a sign-in, after its time, and after it was forgotten', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    const claim = () => ada.post('/api/registration', { username: 'Ada' });
    expect(await claim()).toMatchObject({ status: 401, json: { code: 'no-registration' } });
    await ada.signIn();
    world.clock.advance(60 * minute);
    expect((await claim()).status).toBe(401);
    await ada.signIn();
    expect((await ada.delete('/api/registration')).status).toBe(204);
    expect((await claim()).status).toBe(401);
  });

  test('refusals come in the order of the contract', async () => {
    const world = await createWorld();
    const headers = { origin: 'https://evil.example.net', 'content-type': 'text/plain', 'content-length': '20000' };
    const next = async (changes: Record<string, string>) => {
      Object.assign(headers, changes);
      return JSON.parse((await world.send('POST', '/api/registration', { headers, body: '{}' })).text).code as string;
    };
    expect(await next({})).toBe('too-large');
    expect(await next({ 'content-length': '2' })).toBe('unsupported-media-type');
    expect(await next({ 'content-type': 'application/json' })).toBe('cross-origin');
    expect(await next({ origin: 'https://www.example.org' })).toBe('no-registration');
  });

  test('411 length-required: a body must say how long it is', async () => {
    const world = await createWorld();
    const headers = {
      origin: world.config.publicOrigin,
      'content-type': 'application/json',
      'transfer-encoding': 'chunked',
    };
    const sent = await world.send('POST', '/api/registration', { headers });
    expect([sent.status, JSON.parse(sent.text).code]).toEqual([411, 'length-required']);
  });
});

describe('GET /api/registration', () => {
  test('200: shows the masked label and how much time is left', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.signIn();
    expect(await ada.get('/api/registration')).toMatchObject({
      status: 200,
      json: { label: 'a•••@example.com', expiresAt: '2026-03-01T13:00:00.000Z' },
    });
  });
});
