import { describe, expect, test } from 'vitest';
import { actor } from '../support/browser-actor.ts';
import { createWorld } from '../support/world.ts';

describe('GET /api/names/{name}', () => {
  test('200: free, taken, reserved, invalid', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.register('Ada');
    const check = async (name: string) => (await ada.get(`/api/names/${encodeURIComponent(name)}`)).json;
    expect(await check('Grace')).toEqual({ name: 'Grace', available: true });
    expect(await check('A.D.A')).toMatchObject({ name: 'A.D.A', available: false, reason: 'taken' });
    expect(await check('root')).toMatchObject({ available: false, reason: 'reserved' });
    expect(await check('a b')).toMatchObject({ name: 'a b', available: false, reason: 'invalid' });
  });
});

describe('GET /api/accounts/{name}', () => {
  test('200: what anybody may know', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.register('Ada');
    expect((await ada.get('/api/accounts/Ada')).json).toEqual({
      name: 'Ada',
      kind: 'user',
      createdAt: '2026-03-01T12:00:00.000Z',
    });
  });

  test('404 no-such-account: names are case sensitive, and the right spelling is told', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.register('Ada');
    expect(await ada.get('/api/accounts/ada')).toMatchObject({
      status: 404,
      json: { code: 'no-such-account', name: 'Ada' },
    });
    const unknown = await ada.get('/api/accounts/Grace');
    expect(unknown).toMatchObject({ status: 404, json: { code: 'no-such-account' } });
    expect(unknown.json).not.toHaveProperty('name');
    expect((await ada.get('/api/accounts/a%20b')).status).toBe(404);
  });
});

describe('GET /api/account', () => {
  test('200: one’s own account, with masked labels and no address', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.register('Ada');
    expect((await ada.get('/api/account')).json).toEqual({
      username: 'Ada',
      state: 'active',
      createdAt: '2026-03-01T12:00:00.000Z',
      identities: [{ label: 'a•••@example.com', kind: 'work', since: '2026-03-01T12:00:00.000Z' }],
    });
  });

  test('401 not-signed-in: the subject comes only from the session', async () => {
    const world = await createWorld();
    const sent = await world.send('GET', '/api/account', {
      headers: { 'x-ms-client-principal-name': 'Ada', 'x-ms-client-principal-id': 'x', 'x-forwarded-host': 'evil' },
    });
    expect(sent.status).toBe(401);
  });
});
