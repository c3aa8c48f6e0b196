import { describe, expect, test } from 'vitest';
import { day, minute } from '../../shared/clock.ts';
import type { AccountName } from '../../shared/names/account-name.ts';
import * as invitations from '../../shared/organizations/invitations.ts';
import { invite } from '../../shared/organizations/invite.ts';
import { create } from '../../shared/organizations/organizations.ts';
import { type Actor, actor } from '../support/browser-actor.ts';
import { expectSoundOrganizations } from '../support/organization-invariants.ts';
import { join, organizationScene, register, retire, setState } from '../support/organization-scene.ts';
import { callerOf, keyOf, servicesIn, settleUser } from '../support/residents.ts';
import { createWorld } from '../support/world.ts';

describe('POST /api/organizations', () => {
  test('201: a new organization with its creator as the only administrator', async () => {
    const world = await createWorld();
    const [ada] = (await register(world, 'Ada')) as [Actor];
    expect(await ada.post('/api/organizations', { name: 'Acme' })).toMatchObject({
      status: 201,
      json: { name: 'Acme', state: 'active', createdAt: '2026-03-01T12:00:00.000Z' },
      location: '/api/organizations/Acme',
    });
    expect((await ada.get('/api/organizations/Acme')).json).toEqual({
      name: 'Acme',
      state: 'active',
      createdAt: '2026-03-01T12:00:00.000Z',
      adminCount: 1,
      memberCount: 1,
      role: 'admin',
    });
    await expectSoundOrganizations(world.store);
  });

  test('200: the same creation again within ten minutes is told the same', async () => {
    const { world, ada } = await organizationScene();
    world.clock.advance(10 * minute - 1);
    const before = world.store.contents('accounts');
    expect(await ada.post('/api/organizations', { name: 'Acme' })).toMatchObject({
      status: 200,
      json: { name: 'Acme', createdAt: '2026-03-01T12:00:00.000Z' },
    });
    expect(world.store.contents('accounts')).toEqual(before);
  });

  test('409 name-taken: after ten minutes, in another spelling, or by somebody else it is no repetition', async () => {
    const { world, ada, bob } = await organizationScene();
    const taken = { status: 409, json: { code: 'name-taken' } };
    expect(await ada.post('/api/organizations', { name: 'acme' })).toMatchObject(taken);
    expect(await bob.post('/api/organizations', { name: 'Acme' })).toMatchObject(taken);
    world.clock.advance(10 * minute);
    expect(await ada.post('/api/organizations', { name: 'Acme' })).toMatchObject(taken);
  });

  test.each(['Acme', 'ACME', 'A.C.M.E', 'Acrne', 'Bob', 'B0b', 'B-o-b'])(
    '409 name-taken: %s looks like a user or an organization, and nothing is written',
    async (name) => {
      const { world, cyd } = await organizationScene();
      const before = world.store.snapshot();
      expect(await cyd.post('/api/organizations', { name })).toMatchObject({
        status: 409,
        json: { code: 'name-taken' },
      });
      expect(world.store.snapshot()).toEqual(before);
    },
  );

  test('409 name-taken: the name of an account that is gone stays taken', async () => {
    const { world, ada, cyd } = await organizationScene();
    await retire(world, 'Bob', 'user');
    await retire(world, 'Acme', 'organization');
    expect((await cyd.post('/api/organizations', { name: 'Bob' })).json.code).toBe('name-taken');
    expect((await ada.post('/api/organizations', { name: 'Acme' })).json.code).toBe('name-taken');
  });

  test('a username that looks like an organization is taken too', async () => {
    const { world, ada } = await organizationScene();
    expect((await ada.get('/api/names/Acrne')).json).toMatchObject({ available: false, reason: 'taken' });
    expect(await actor(world, 'eve').register('acme')).toMatchObject({ status: 409, json: { code: 'name-taken' } });
  });

  test('409 name-reserved, 422 invalid-name, 400 invalid-request: nothing is written', async () => {
    const { world, ada } = await organizationScene();
    const before = world.store.snapshot();
    const send = async (body: unknown) => {
      const { status, json } = await ada.post('/api/organizations', body);
      return [status, json.code];
    };
    expect(await send({ name: 'Adm1n' })).toEqual([409, 'name-reserved']);
    for (const name of ['', 'ab', 'a..b', 'acme@example.org', '\u212Aelvin']) {
      expect(await send({ name })).toEqual([422, 'invalid-name']);
    }
    for (const body of [{}, { name: 7 }, { name: 'Beta', admin: 'Bob' }, []]) {
      expect(await send(body)).toEqual([400, 'invalid-request']);
    }
    expect(world.store.snapshot()).toEqual(before);
  });

  test('409 too-many-organizations: five a day, whatever became of them', async () => {
    const { world, ada } = await organizationScene();
    for (const name of ['Beta', 'Cora', 'Dyad', 'Etna']) {
      expect((await ada.post('/api/organizations', { name: `${name}-1` })).status).toBe(201);
    }
    const refused = await ada.post('/api/organizations', { name: 'Fern-1' });
    expect(refused).toMatchObject({ status: 409, json: { code: 'too-many-organizations' } });
    expect(refused.json.detail).toContain('today');
    // One that was already made today is still answered.
    expect((await ada.post('/api/organizations', { name: 'Etna-1' })).status).toBe(200);
    world.clock.advance(day);
    expect((await ada.signIn()).status).toBe(303);
    expect((await ada.post('/api/organizations', { name: 'Fern-1' })).status).toBe(201);
  });

  test('409 too-many-organizations: fifty in all', async () => {
    const world = await createWorld();
    await settleUser(world, 'Ada', { organizationsCreated: 50 });
    await expect(create(servicesIn(world), await callerOf(world, 'Ada'), 'Acme' as AccountName)).rejects.toMatchObject({
      code: 'too-many-organizations',
    });
  });

  test('401 not-signed-in: nobody creates one without a session', async () => {
    const world = await createWorld();
    expect((await actor(world, 'eve').post('/api/organizations', { name: 'Acme' })).json.code).toBe('not-signed-in');
  });
});

describe('GET /api/organizations/{name}', () => {
  test('404 not-found: strangers are told the same, to the letter, of an organization and of none', async () => {
    const { bob } = await organizationScene();
    const [there, missing, invalid] = await Promise.all(
      ['Acme', 'Zeta', 'a..b'].map(async (name) => {
        const { status, json } = await bob.get(`/api/organizations/${name}`);
        return { status, json: { ...json, instance: '' } };
      }),
    );
    expect(there).toMatchObject({ status: 404, json: { code: 'not-found' } });
    expect(missing).toEqual(there);
    expect(invalid).toEqual(there);
  });

  test('404 not-found: a user is not an organization, and a wrong spelling is corrected only for members', async () => {
    const { ada, bob } = await organizationScene();
    expect((await ada.get('/api/organizations/Ada')).json.code).toBe('not-found');
    expect((await ada.get('/api/organizations/ACME')).json).toMatchObject({ code: 'not-found', name: 'Acme' });
    for (const { json } of [
      await bob.get('/api/organizations/ACME'),
      await bob.delete('/api/organizations/ACME/members/Bob'),
      await bob.delete('/api/organizations/ACME/invitations/Bob'),
    ]) {
      expect(json.code).toBe('not-found');
      expect(json).not.toHaveProperty('name');
    }
  });

  test('closing and restoring ones are shown to members, closed ones are 403 account-closed, gone ones 404', async () => {
    const { world, ada, bob } = await organizationScene();
    for (const state of ['closing', 'restoring'] as const) {
      await setState(world, 'Acme', state);
      expect(await ada.get('/api/organizations/Acme')).toMatchObject({ status: 200, json: { state } });
      expect(
        (await ada.post('/api/organizations/Acme/invitations', { username: 'Bob', role: 'admin' })).json.code,
      ).toBe('account-closed');
    }
    await setState(world, 'Acme', 'closed');
    expect(await ada.get('/api/organizations/Acme')).toMatchObject({ status: 403, json: { code: 'account-closed' } });
    expect((await bob.get('/api/organizations/Acme')).json.code).toBe('not-found');
    await setState(world, 'Acme', 'purging');
    expect((await ada.get('/api/organizations/Acme')).json.code).toBe('not-found');
    await retire(world, 'Acme', 'organization');
    expect((await ada.get('/api/organizations/Acme')).json.code).toBe('not-found');
  });
});

describe('GET /api/accounts/{name}', () => {
  test('200: an organization is an account that anybody may see', async () => {
    const { bob } = await organizationScene();
    expect((await bob.get('/api/accounts/Acme')).json).toEqual({
      name: 'Acme',
      kind: 'organization',
      createdAt: '2026-03-01T12:00:00.000Z',
    });
    expect((await bob.get('/api/accounts/ACME')).json).toMatchObject({ code: 'no-such-account', name: 'Acme' });
  });
});

describe('GET /api/account/organizations', () => {
  test('200: the organizations one is in, with one’s role and their state', async () => {
    const { world, ada, bob } = await organizationScene();
    await bob.post('/api/organizations', { name: 'Zeta' });
    await join(ada, bob, 'Bob');
    await setState(world, 'Zeta', 'closed');
    expect((await bob.get('/api/account/organizations')).json).toEqual({
      items: [
        { name: 'Acme', state: 'active', role: 'collaborator', joinedAt: '2026-03-01T12:00:00.000Z' },
        { name: 'Zeta', state: 'closed', role: 'admin', joinedAt: '2026-03-01T12:00:00.000Z' },
      ],
    });
  });

  test('one that the user was removed from is gone at once, and its hint is forgotten in passing', async () => {
    const { world, ada, bob } = await organizationScene();
    await join(ada, bob, 'Bob');
    await ada.delete('/api/organizations/Acme/members/Bob');
    expect((await bob.get('/api/account/organizations')).json).toEqual({ items: [] });
    const hints = world.store.rows('accounts').filter(({ RowKey }) => RowKey === `membership:${keyOf('Acme')}`);
    expect(hints.map(({ PartitionKey }) => PartitionKey)).toEqual([keyOf('Ada')]);
  });

  test('200: a hundred an answer, each once; a cursor leads nowhere else', async () => {
    const world = await createWorld();
    const [ada] = (await register(world, 'Ada')) as [Actor];
    const services = servicesIn(world);
    for (let count = 0; count < 130; count += 1) {
      await settleUser(world, `Creator-${count}`);
      const creator = await callerOf(world, `Creator-${count}`);
      await create(services, creator, `Group-${count}` as AccountName);
      await invite(services, creator, `Group-${count}`, 'Ada' as AccountName, 'collaborator');
      await invitations.accept(services, await callerOf(world, 'Ada'), `Group-${count}`, 'Ada');
    }
    const seen: string[] = [];
    let path: string | undefined = '/api/account/organizations';
    while (path !== undefined) {
      const { json, status } = await ada.get(path);
      expect(status).toBe(200);
      const items = json.items as { name: string }[];
      expect(items.length).toBeLessThanOrEqual(100);
      seen.push(...items.map(({ name }) => name));
      path = typeof json.next === 'string' ? `/api/account/organizations?cursor=${json.next}` : undefined;
    }
    expect(seen).toHaveLength(130);
    expect(new Set(seen).size).toBe(130);
    for (const cursor of ['x', '%00', 'YXVkaXQ6', Buffer.from('a:b').toString('base64url'), '']) {
      const refused = await ada.get(`/api/account/organizations?cursor=${cursor}`);
      expect([cursor, refused.status, refused.json.code]).toEqual([cursor, 400, 'invalid-request']);
    }
  });
});
