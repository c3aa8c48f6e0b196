import { describe, expect, test } from 'vitest';
import { insertAuditRow, voidRow } from '../../shared/audit/audit-entry.ts';
import { newOperation } from '../../shared/audit/operation.ts';
import { day, minute, second } from '../../shared/clock.ts';
import type { AccountName } from '../../shared/names/account-name.ts';
import { nameKey } from '../../shared/names/name-key.ts';
import { type Actor, actor } from '../support/browser-actor.ts';
import { leave } from '../support/deletion-scene.ts';
import { putRoot, servicesIn } from '../support/residents.ts';
import { createWorld, type World } from '../support/world.ts';

interface Item {
  readonly at: string;
  readonly event: string;
}

/** `count` entries a second apart, with a void row after every third. */
async function fill(world: World, username: string, count: number): Promise<string[]> {
  const { tables, ...services } = servicesIn(world);
  const partition = nameKey(username as AccountName);
  const moments: string[] = [];
  for (let number = 0; number < count; number += 1) {
    world.clock.advance(second);
    const at = world.clock.now();
    moments.unshift(at.toISOString());
    const entry = { event: 'user:session:open', actor: username, at } as const;
    await tables.transact('accounts', [insertAuditRow(partition, newOperation(services), entry)]);
    if (number % 3 === 0) await tables.insert('accounts', voidRow(partition, newOperation(services)));
  }
  return moments;
}

async function everyPage(somebody: Actor, from = '') {
  const pages: Item[][] = [];
  let cursor = from;
  do {
    const { status, json } = await somebody.get(`/api/account/history${cursor}`);
    expect(status).toBe(200);
    pages.push(json.items as Item[]);
    cursor = json.next === undefined ? '' : `?cursor=${encodeURIComponent(String(json.next))}`;
  } while (cursor !== '');
  return pages;
}

describe('GET /api/account/history', () => {
  test('200: every change of the account, newest first, with its browser and Microsoft account', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    const next = () => world.clock.advance(minute);
    await ada.register('Ada');
    next();
    await actor(world, 'work', ada.cookies).signIn('?purpose=link');
    next();
    const work = actor(world, 'work');
    await work.get(await work.beginSignIn(), { 'user-agent': 'Firefox/140.0 Linux' });
    next();
    await ada.delete('/api/account/sessions');
    next();
    const { items } = (await ada.get('/api/account/identities')).json as { items: { id: string }[] };
    await ada.delete(`/api/account/identities/${items[1]?.id}`);
    next();
    await ada.signIn();
    expect((await ada.get('/api/account/history')).json).toEqual({
      items: [
        ['12:05', 'user:session:open', 'Unknown browser', 'a•••@example.com'],
        ['12:04', 'user:identity:unlink', 'Unknown browser', 'w•••@example.com'],
        ['12:03', 'user:session:end-others', 'Unknown browser', undefined],
        ['12:02', 'user:session:open', 'Firefox on Linux', 'w•••@example.com'],
        ['12:01', 'user:identity:link', 'Unknown browser', 'w•••@example.com'],
        ['12:00', 'user:register', 'Unknown browser', 'a•••@example.com'],
      ].map(([time, event, browser, label]) => ({
        at: `2026-03-01T${time}:00.000Z`,
        event,
        actor: 'Ada',
        browser,
        ...(label && { label }),
      })),
    });
  });

  test('the newest first also after the account was closed and restored', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.register('Ada');
    world.clock.advance(minute);
    await leave(ada, 'Ada');
    world.clock.advance(minute);
    await ada.signIn();
    world.clock.advance(minute);
    await ada.delete('/api/account/deletion');
    world.clock.advance(minute);
    await ada.signIn();
    const { items } = (await ada.get('/api/account/history')).json as { items: Item[] };
    // Within a moment there is no order.
    expect(
      items
        .map(({ at, event }) => `${at.slice(11, 16)} ${event}`)
        .toSorted()
        .toReversed(),
    ).toEqual([
      '12:04 user:session:open',
      '12:03 user:deletion:restored',
      '12:03 user:deletion:restore',
      '12:02 user:session:open',
      '12:01 user:deletion:request',
      '12:01 user:deletion:close',
      '12:00 user:register',
    ]);
    expect(items.map(({ at }) => at)).toEqual(
      items
        .map(({ at }) => at)
        .toSorted()
        .toReversed(),
    );
    const { text } = await ada.get('/account/history');
    expect(text.indexOf('Account restored')).toBeLessThan(text.indexOf('Account closed'));
  });

  test.each(['normal', 'every-row', 'empty-first'] as const)(
    'a hundred an answer and each entry once, void rows none, whatever page ends storage has (%s)',
    async (pageEnds) => {
      const world = await createWorld();
      const ada = actor(world, 'ada');
      await ada.register('Ada');
      await actor(world, 'eve').register('Ada2');
      const filled = await fill(world, 'Ada', 230);
      await fill(world, 'Ada2', 3);
      world.store.pageEnds = pageEnds;
      const pages = await everyPage(ada);
      expect(pages.flat().map(({ at }) => at)).toEqual([...filled, '2026-03-01T12:00:00.000Z']);
      expect(pages.every((items) => items.length <= 100)).toBe(true);
      expect(pages.length).toBeLessThanOrEqual(4);
    },
  );

  test('one more entry while somebody reads neither repeats one nor loses one', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.register('Ada');
    const filled = await fill(world, 'Ada', 120);
    const first = (await ada.get('/api/account/history')).json;
    await fill(world, 'Ada', 1);
    const rest = await everyPage(ada, `?cursor=${first.next}`);
    expect([...(first.items as Item[]), ...rest.flat()].map(({ at }) => at)).toEqual([
      ...filled,
      '2026-03-01T12:00:00.000Z',
    ]);
  });

  test('400 invalid-request: a cursor that was never given out', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.register('Ada');
    for (const cursor of [
      'x',
      '',
      'audit:',
      '1234567890123-0123456789abcde%C3%A9',
      "1234567890123-' or PartitionKey",
    ]) {
      expect(await ada.get(`/api/account/history?cursor=${encodeURIComponent(cursor)}`)).toMatchObject({
        status: 400,
        json: { code: 'invalid-request', errors: [{ pointer: '?cursor' }] },
      });
    }
  });

  test('401, 403: is for whoever is signed in to an account that is active', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    expect((await ada.get('/api/account/history')).status).toBe(401);
    await ada.register('Ada');
    await putRoot(world, 'Ada', { state: 'closed' });
    expect((await ada.get('/api/account/history')).status).toBe(403);
    await putRoot(world, 'Ada', { state: 'active' });
    world.clock.advance(day);
    expect((await ada.get('/api/account/history')).status).toBe(401);
  });
});
