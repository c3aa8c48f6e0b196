import { describe, expect, test } from 'vitest';
import { leave } from '../support/deletion-scene.ts';
import { interruption } from '../support/interruption.ts';
import { expectSoundOrganizations } from '../support/organization-invariants.ts';
import { accept, invite, join, organizationScene, retire, setState } from '../support/organization-scene.ts';
import { keyOf, servicesIn } from '../support/residents.ts';
import { createWorld } from '../support/world.ts';

const acme = '/api/organizations/Acme';

describe('GET /api/organizations/{name}/members', () => {
  test('200: every member, also to collaborators', async () => {
    const { ada, bob } = await organizationScene();
    await join(ada, bob, 'Bob');
    const joinedAt = '2026-03-01T12:00:00.000Z';
    expect((await bob.get(`${acme}/members`)).json).toEqual({
      items: [
        { username: 'Ada', role: 'admin', joinedAt },
        { username: 'Bob', role: 'collaborator', joinedAt },
      ],
    });
  });

  test('200: a suspended member is shown as such', async () => {
    const { ada, bob } = await organizationScene();
    await join(ada, bob, 'Bob');
    await leave(bob, 'Bob');
    expect((await ada.get(`${acme}/members`)).json.items).toMatchObject([{}, { username: 'Bob', suspended: true }]);
  });

  /** Let `isSeated` of `member.ts` not ask whether the seat is suspended, and they are shown. */
  test('404: a member suspended after their session was checked is shown nothing', async () => {
    const { world, ada, bob } = await organizationScene();
    await join(ada, bob, 'Bob');
    const hold = interruption();
    const slow = await createWorld({ beside: world, tables: hold.tables });
    hold.before(2, async () => expect((await leave(bob, 'Bob')).status).toBe(202));
    expect((await bob.at(slow).get(`${acme}/members`)).json.code).toBe('not-found');
    expect(hold.hasHappened()).toBe(true);
  });

  test('200: a thousand members come by the hundred, and no audit row is read for it', async () => {
    const { world, ada } = await organizationScene();
    const { tables } = servicesIn(world);
    const own = await tables.read('accounts', { partition: keyOf('Acme'), row: `member:${keyOf('Ada')}` });
    if (!own) throw new Error('Ada is a member');
    const rows = Array.from({ length: 999 }, (_, index) => {
      const name = `Member-${String(index).padStart(4, '0')}`;
      return { ...own, row: `member:${keyOf(name)}`, columns: { ...own.columns, name } };
    });
    for (let at = 0; at < rows.length; at += 99) {
      const batch = rows.slice(at, at + 99).map((row) => ({ kind: 'insert', row }) as const);
      await tables.transact('accounts', batch);
    }
    for (let count = 0; count < 20; count += 1)
      await invite(ada, 'Bob').then(() => ada.delete(`${acme}/invitations/Bob`));
    // An unreadable audit row: reading it would fail.
    await tables.insert('accounts', { partition: keyOf('Acme'), row: 'audit:0', columns: { event: 'nonsense' } });

    const seen: unknown[] = [];
    let path: string | undefined = `${acme}/members`;
    let pages = 0;
    while (path !== undefined) {
      const { status, json, storageRequests } = await ada.get(path);
      // Session, root, the caller's seat, and one range.
      expect([status, storageRequests]).toEqual([200, 4]);
      const items = json.items as { username: string }[];
      expect(items).toHaveLength(100);
      seen.push(...items.map(({ username }) => username));
      pages += 1;
      path = typeof json.next === 'string' ? `${acme}/members?cursor=${json.next}` : undefined;
    }
    expect([pages, new Set(seen).size]).toEqual([10, 1000]);
  });

  test.each(['every-row', 'empty-first'] as const)('200: complete where storage pages end (%s)', async (pageEnds) => {
    const { world, ada, bob, cyd } = await organizationScene();
    await join(ada, bob, 'Bob');
    await join(ada, cyd, 'Cyd');
    world.store.pageEnds = pageEnds;
    const { json } = await ada.get(`${acme}/members`);
    expect((json.items as { username: string }[]).map(({ username }) => username)).toEqual(['Ada', 'Bob', 'Cyd']);
    expect(json).not.toHaveProperty('next');
  });
});

describe('PATCH /api/organizations/{name}/members/{username}', () => {
  test('200: another role, with the next request', async () => {
    const { world, ada, bob } = await organizationScene();
    await join(ada, bob, 'Bob');
    expect((await invite(bob, 'Cyd')).json.code).toBe('not-allowed');
    expect(await ada.patch(`${acme}/members/Bob`, { role: 'admin' })).toMatchObject({
      status: 200,
      json: { username: 'Bob', role: 'admin' },
    });
    expect((await invite(bob, 'Cyd')).status).toBe(201);
    expect((await ada.patch(`${acme}/members/Ada`, { role: 'collaborator' })).status).toBe(200);
    expect((await ada.patch(`${acme}/members/Bob`, { role: 'collaborator' })).json.code).toBe('not-allowed');
    await expectSoundOrganizations(world.store);
  });

  test('200: the same role again, even after just ceasing to be an administrator; nothing is written', async () => {
    const { world, ada, bob } = await organizationScene();
    await join(ada, bob, 'Bob', 'admin');
    await ada.patch(`${acme}/members/Ada`, { role: 'collaborator' });
    const before = world.store.contents('accounts');
    expect((await ada.patch(`${acme}/members/Ada`, { role: 'collaborator' })).status).toBe(200);
    expect((await bob.patch(`${acme}/members/Ada`, { role: 'collaborator' })).status).toBe(200);
    expect(world.store.contents('accounts')).toEqual(before);
  });

  test('409 last-admin: the only administrator stays one', async () => {
    const { world, ada, bob } = await organizationScene();
    await join(ada, bob, 'Bob');
    const before = world.store.snapshot();
    const refused = await ada.patch(`${acme}/members/Ada`, { role: 'collaborator' });
    expect(refused).toMatchObject({ status: 409, json: { code: 'last-admin' } });
    expect(refused.json.detail).toContain('“Ada”');
    expect(world.store.snapshot()).toEqual(before);
  });

  test('404, 400: unknown and misspelt names, a non-member, unknown roles; nothing is written', async () => {
    const { world, ada, bob } = await organizationScene();
    await join(ada, bob, 'Bob');
    const before = world.store.snapshot();
    const change = async (username: string, body: unknown) => {
      const { status, json } = await ada.patch(`${acme}/members/${encodeURIComponent(username)}`, body);
      return [status, json.code, json.name];
    };
    expect(await change('Zed', { role: 'admin' })).toEqual([404, 'no-such-account', undefined]);
    expect(await change('BOB', { role: 'admin' })).toEqual([404, 'no-such-account', 'Bob']);
    expect(await change('bob@example.org', { role: 'admin' })).toEqual([404, 'no-such-account', undefined]);
    expect(await change('Cyd', { role: 'admin' })).toEqual([404, 'not-found', undefined]);
    for (const body of [{ role: 'owner' }, {}, { role: 1 }, { role: 'admin', organization: 'Zeta' }]) {
      expect(await change('Bob', body)).toEqual([400, 'invalid-request', undefined]);
    }
    expect(world.store.snapshot()).toEqual(before);
  });
});

describe('DELETE /api/organizations/{name}/members/{username}', () => {
  test('204: the power ends with the next request, in every process', async () => {
    const { world, ada, bob, cyd } = await organizationScene();
    await join(ada, bob, 'Bob', 'admin');
    await invite(bob, 'Cyd');
    expect((await ada.delete(`${acme}/members/Bob`)).status).toBe(204);
    expect((await bob.get(acme)).json.code).toBe('not-found');
    expect((await invite(bob, 'Cyd')).json.code).toBe('not-found');
    // What Bob offered is void.
    expect((await accept(cyd, 'Cyd')).json.code).toBe('invitation-void');
    await expectSoundOrganizations(world.store);
  });

  test('204: a member leaves, and comes back by another invitation', async () => {
    const { world, ada, bob } = await organizationScene();
    await join(ada, bob, 'Bob');
    expect((await bob.delete(`${acme}/members/Bob`)).status).toBe(204);
    expect((await bob.get(acme)).status).toBe(404);
    await join(ada, bob, 'Bob', 'admin');
    expect((await bob.get(acme)).json).toMatchObject({ role: 'admin', adminCount: 2 });
    await expectSoundOrganizations(world.store);
  });

  test('204: removing somebody who is gone, and oneself from where one is not; nothing is written', async () => {
    const { world, ada, bob, cyd } = await organizationScene();
    await join(ada, bob, 'Bob');
    await ada.delete(`${acme}/members/Bob`);
    const before = world.store.rows('accounts').length;
    expect((await ada.delete(`${acme}/members/Bob`)).status).toBe(204);
    expect((await bob.delete(`${acme}/members/Bob`)).status).toBe(204);
    expect((await cyd.delete(`${acme}/members/Cyd`)).status).toBe(204);
    await retire(world, 'Cyd', 'user');
    expect((await ada.delete(`${acme}/members/Cyd`)).status).toBe(204);
    expect(world.store.rows('accounts').length).toBe(before);
  });

  test('409 last-admin: the only administrator cannot leave', async () => {
    const { ada, bob } = await organizationScene();
    await join(ada, bob, 'Bob');
    expect(await ada.delete(`${acme}/members/Ada`)).toMatchObject({ status: 409, json: { code: 'last-admin' } });
    await ada.patch(`${acme}/members/Bob`, { role: 'admin' });
    expect((await ada.delete(`${acme}/members/Ada`)).status).toBe(204);
  });

  test('a suspended administrator does not count, and removing one changes no count', async () => {
    const { world, ada, bob } = await organizationScene();
    await join(ada, bob, 'Bob', 'admin');
    await leave(bob, 'Bob');
    expect((await ada.delete(`${acme}/members/Ada`)).json.code).toBe('last-admin');
    expect((await ada.delete(`${acme}/members/Bob`)).status).toBe(204);
    expect((await ada.get(acme)).json).toMatchObject({ adminCount: 1, memberCount: 1 });
    await expectSoundOrganizations(world.store);
  });

  test('404 no-such-account: a misspelt name removes nobody', async () => {
    const { ada, bob } = await organizationScene();
    await join(ada, bob, 'Bob');
    expect(await ada.delete(`${acme}/members/bob`)).toMatchObject({
      status: 404,
      json: { code: 'no-such-account', name: 'Bob' },
    });
    expect((await ada.delete(`${acme}/members/Zed`)).json.code).toBe('no-such-account');
    expect((await bob.get(acme)).status).toBe(200);
  });

  test('403 account-closed: nobody leaves one being closed or restored, so its counts stand still', async () => {
    const { world, ada, bob } = await organizationScene();
    await join(ada, bob, 'Bob');
    for (const state of ['closing', 'closed', 'restoring'] as const) {
      await setState(world, 'Acme', state);
      expect(await bob.delete(`${acme}/members/Bob`)).toMatchObject({ status: 403, json: { code: 'account-closed' } });
    }
  });
});

describe('GET /api/organizations/{name}/history', () => {
  test('200: who did what to whom and when, the newest first', async () => {
    const { world, ada, bob, cyd } = await organizationScene();
    const minutePasses = () => world.clock.advance(60_000);
    minutePasses();
    await join(ada, bob, 'Bob');
    minutePasses();
    await ada.patch(`${acme}/members/Bob`, { role: 'admin' });
    minutePasses();
    await invite(bob, 'Cyd', 'admin');
    minutePasses();
    await cyd.delete(`${acme}/invitations/Cyd`);
    minutePasses();
    await invite(bob, 'Cyd');
    minutePasses();
    await ada.delete(`${acme}/invitations/Cyd`);
    minutePasses();
    await ada.delete(`${acme}/members/Bob`);
    const items = (await ada.get(`${acme}/history`)).json.items as Record<string, string>[];
    expect(items.map(({ event, actor, whom, role }) => [event, actor, whom, role].filter(Boolean).join(' '))).toEqual([
      'organization:member:remove Ada Bob',
      'organization:invitation:withdraw Ada Cyd collaborator',
      'organization:invitation:send Bob Cyd collaborator',
      'organization:invitation:decline Cyd Cyd admin',
      'organization:invitation:send Bob Cyd admin',
      'organization:member:change-role Ada Bob admin',
      expect.stringMatching(/^organization:(member:join Bob Ada|invitation:send Ada Bob) collaborator$/),
      expect.stringMatching(/^organization:(member:join Bob Ada|invitation:send Ada Bob) collaborator$/),
      'organization:create Ada',
    ]);
    expect(items[0]?.at).toBe('2026-03-01T12:07:00.000Z');
    expect((await bob.get(`${acme}/history`)).status).toBe(404);
  });

  test('403 not-allowed: to collaborators; void rows are no entries', async () => {
    const { world, ada, bob } = await organizationScene();
    await join(ada, bob, 'Bob');
    expect((await bob.get(`${acme}/history`)).json.code).toBe('not-allowed');
    await servicesIn(world).tables.insert('accounts', {
      partition: keyOf('Acme'),
      row: 'audit:0000000000000-abcdefghijklmnop',
      columns: { void: true },
    });
    expect((await ada.get(`${acme}/history`)).json.items).toHaveLength(3);
  });

  test('200: entries from when it was still somebody’s own account are left out', async () => {
    const { world, ada } = await organizationScene();
    await servicesIn(world).tables.insert('accounts', {
      partition: keyOf('Acme'),
      row: 'audit:0000000000000-abcdefghijklmnop',
      columns: { event: 'user:session:open', actor: 'Acme', at: world.clock.now(), browser: 'Firefox', label: 'a•••' },
    });
    const { text } = await ada.get(`${acme}/history`);
    expect(text).toContain('organization:create');
    expect(text).not.toMatch(/user:|Firefox|•••/);
  });

  test('200: more than a hundred changes come a page at a time', async () => {
    const { ada } = await organizationScene();
    for (let count = 0; count < 60; count += 1) {
      await invite(ada, 'Bob');
      await ada.delete(`${acme}/invitations/Bob`);
    }
    const first = (await ada.get(`${acme}/history`)).json;
    expect(first.items).toHaveLength(100);
    const second = (await ada.get(`${acme}/history?cursor=${first.next}`)).json;
    expect(second.items).toHaveLength(21);
    expect(second).not.toHaveProperty('next');
    expect((await ada.get(`${acme}/history?cursor=bm90IGEgY3Vyc29y`)).json.code).toBe('invalid-request');
  });
});
