import { describe, expect, test } from 'vitest';
import { day, hour, minute } from '../../shared/clock.ts';
import { hashOf } from '../../shared/random.ts';
import { type Answered, actor } from '../support/browser-actor.ts';
import { callerOf, putRoot } from '../support/residents.ts';
import { createWorld } from '../support/world.ts';

interface SessionItem {
  readonly id: string;
  readonly current: boolean;
  readonly browser: string;
}
const itemsOf = (answer: Answered) => answer.json.items as SessionItem[];
const otherThanCurrent = (answer: Answered) => itemsOf(answer).find(({ current }) => !current)?.id ?? '';

/** Ada in two browsers; the second was seen a minute later. */
async function adaInTwoBrowsers() {
  const world = await createWorld();
  const ada = actor(world, 'ada');
  await ada.register('Ada');
  world.clock.advance(minute);
  const second = actor(world, 'ada');
  await second.signIn();
  return { world, ada, second };
}

describe('GET /api/account/sessions', () => {
  test('200: every browser one is signed in with, the last seen first, the asking one marked', async () => {
    const { ada } = await adaInTwoBrowsers();
    expect(await ada.get('/api/account/sessions')).toMatchObject({
      status: 200,
      json: {
        items: [
          { createdAt: '2026-03-01T12:01:00.000Z', seenAt: '2026-03-01T12:01:00.000Z', current: false },
          { createdAt: '2026-03-01T12:00:00.000Z', seenAt: '2026-03-01T12:00:00.000Z', current: true },
        ],
      },
    });
  });

  test('names the browser in words from a closed set', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.register('Ada');
    const callback = await ada.beginSignIn();
    await ada.get(callback, { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0 <script>' });
    expect(itemsOf(await ada.get('/api/account/sessions')).map(({ browser }) => browser)).toEqual(['Firefox on Linux']);
  });

  test('shows ids that are neither the secret nor its hash', async () => {
    const { world, ada } = await adaInTwoBrowsers();
    const { text, json } = await ada.get('/api/account/sessions');
    const secret = ada.cookies.get('__Host-session')?.split('.')[1] ?? '';
    expect((json.items as SessionItem[]).every(({ id }) => /^[\w-]{22}$/.test(id))).toBe(true);
    for (const known of [
      secret,
      hashOf(secret),
      ...(await callerOf(world, 'Ada')).value.sessions.map((one) => one.hash),
    ]) {
      expect(text).not.toContain(known.slice(0, 22));
    }
  });

  test('leaves out sessions that have expired', async () => {
    const { world, ada, second } = await adaInTwoBrowsers();
    world.clock.advance(23 * hour);
    await ada.get('/api/session');
    world.clock.advance(hour);
    expect(itemsOf(await ada.get('/api/account/sessions'))).toHaveLength(1);
    expect((await second.get('/api/session')).status).toBe(401);
  });
});

describe('DELETE /api/account/sessions/{id}', () => {
  test('204: the other browser is signed out with its very next request, at another process too', async () => {
    const { world, ada, second } = await adaInTwoBrowsers();
    const other = await createWorld({ beside: world });
    expect((await second.at(other).get('/api/session')).status).toBe(200);
    const id = otherThanCurrent(await ada.get('/api/account/sessions'));
    expect((await ada.delete(`/api/account/sessions/${id}`)).status).toBe(204);
    expect((await second.at(other).get('/api/session')).status).toBe(401);
    expect((await ada.get('/api/session')).status).toBe(200);
  });

  test('204: one’s own: this browser forgets it', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.register('Ada');
    const [own] = itemsOf(await ada.get('/api/account/sessions'));
    expect((await ada.delete(`/api/account/sessions/${own?.id}`)).status).toBe(204);
    expect(ada.cookies.has('__Host-session')).toBe(false);
    expect((await callerOf(world, 'Ada')).value.sessions).toEqual([]);
  });

  test('204: for one that is gone, never existed or is another’s, nothing is written', async () => {
    const { world, ada } = await adaInTwoBrowsers();
    const eve = actor(world, 'eve');
    await eve.register('Eve');
    const evesId = itemsOf(await eve.get('/api/account/sessions'))[0]?.id;
    const id = otherThanCurrent(await ada.get('/api/account/sessions'));
    await ada.delete(`/api/account/sessions/${id}`);
    const before = world.store.snapshot();
    for (const gone of [id, 'x', evesId]) {
      expect((await ada.delete(`/api/account/sessions/${gone}`)).status).toBe(204);
    }
    expect(world.store.snapshot()).toEqual(before);
    expect((await eve.get('/api/session')).status).toBe(200);
  });
});

describe('DELETE /api/account/sessions', () => {
  test('204: all others end in one change with one entry', async () => {
    const { world, ada, second } = await adaInTwoBrowsers();
    await actor(world, 'ada').signIn();
    const entries = () => world.store.rows('accounts').filter(({ RowKey }) => RowKey.startsWith('audit:')).length;
    const before = entries();
    expect((await ada.delete('/api/account/sessions')).status).toBe(204);
    expect(entries()).toBe(before + 1);
    expect((await second.get('/api/session')).status).toBe(401);
    expect(itemsOf(await ada.get('/api/account/sessions'))).toMatchObject([{ current: true }]);
    await ada.delete('/api/account/sessions');
    expect(entries()).toBe(before + 1);
  });

  // Without the check of the asking session in `userOf` (own-sessions.ts) both end each other and none is left.
  test('race: of two browsers that end all others at the same time, one stays', async () => {
    const { world, ada, second } = await adaInTwoBrowsers();
    const other = await createWorld({ beside: world });
    const answers = await Promise.all([
      ada.delete('/api/account/sessions'),
      second.at(other).delete('/api/account/sessions'),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 401]);
    expect((await callerOf(world, 'Ada')).value.sessions).toHaveLength(1);
  });
});

describe('the sessions of an account', () => {
  const requests = [
    ['GET', '/api/account/sessions'],
    ['DELETE', '/api/account/sessions/x'],
    ['DELETE', '/api/account/sessions'],
  ] as const;

  test.each(requests)('%s %s is for whoever is signed in', async (method, path) => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    const ask = () => (method === 'GET' ? ada.get(path) : ada.delete(path));
    expect(await ask()).toMatchObject({ status: 401, json: { code: 'not-signed-in' } });
    await ada.register('Ada');
    await putRoot(world, 'Ada', { state: 'closed' });
    expect(await ask()).toMatchObject({ status: 403, json: { code: 'account-closed' } });
    await putRoot(world, 'Ada', { state: 'active' });
    world.clock.advance(day);
    expect(await ask()).toMatchObject({ status: 401, json: { code: 'not-signed-in' } });
  });

  test('DELETE is for pages of ours and of known frontends', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.register('Ada');
    const cookie = `__Host-session=${ada.cookies.get('__Host-session')}`;
    for (const path of ['/api/account/sessions', '/api/account/sessions/x', '/api/account/identities/x']) {
      const sent = await world.send('DELETE', path, { headers: { cookie, origin: 'https://evil.example.net' } });
      expect([sent.status, JSON.parse(sent.text).code]).toEqual([403, 'cross-origin']);
    }
  });
});
