import { describe, expect, test } from 'vitest';
import { hour } from '../../shared/clock.ts';
import { actor } from '../support/browser-actor.ts';
import { accept, invite, join, organizationScene } from '../support/organization-scene.ts';
import { createWorld } from '../support/world.ts';

/** Storage requests are what a request costs and how long it takes: exact, so that nobody adds one unseen. ASSURANCE 5. */
describe('storage requests of', () => {
  test('a session check: 1, and hourly one more to note that it was seen', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.register('Ada');
    expect((await ada.get('/api/session')).storageRequests).toBe(1);
    world.clock.advance(hour);
    expect((await ada.get('/api/session')).storageRequests).toBe(2);
    expect((await ada.get('/api/session')).storageRequests).toBe(1);
  });

  test('a sign-in start: 1; a fresh one: 2', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    expect((await ada.get('/sign-in')).storageRequests).toBe(1);
    await ada.register('Ada');
    expect((await ada.get('/sign-in?purpose=fresh')).storageRequests).toBe(2);
  });

  test('a callback of somebody registered: 5; of somebody new: 4', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    expect((await ada.signIn()).storageRequests).toBe(4);
    await ada.post('/api/registration', { username: 'Ada' });
    expect((await ada.signIn()).storageRequests).toBe(5);
    expect((await actor(world, 'ada').signIn()).storageRequests).toBe(5);
  });

  test('a callback that ends another account’s session: 7', async () => {
    const world = await createWorld();
    await actor(world, 'eve').register('Eve');
    const ada = actor(world, 'ada');
    await ada.register('Ada');
    expect((await actor(world, 'eve', ada.cookies).signIn()).storageRequests).toBe(7);
  });

  test('a callback of somebody whose pointer does not count: 5', async () => {
    const world = await createWorld();
    await actor(world, 'eve').register('Eve');
    const ada = actor(world, 'ada');
    await ada.register('Eve');
    expect((await ada.signIn()).storageRequests).toBe(5);
  });

  test('a claim: 3; of a taken name: 4', async () => {
    const world = await createWorld();
    expect((await actor(world, 'ada').register('Ada')).storageRequests).toBe(3);
    expect((await actor(world, 'eve').register('Ada')).storageRequests).toBe(4);
  });

  test('a name check: 1; of a name that cannot be: none', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    expect((await ada.get('/api/names/Ada')).storageRequests).toBe(1);
    expect((await ada.get('/api/names/root')).storageRequests).toBe(0);
  });

  test('a sign-out: 2; health: none; ready: 1; a public account: 1', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.register('Ada');
    expect((await ada.get('/api/health')).storageRequests).toBe(0);
    expect((await ada.get('/api/ready')).storageRequests).toBe(1);
    expect((await ada.get('/api/accounts/Ada')).storageRequests).toBe(1);
    expect((await ada.post('/sign-out')).storageRequests).toBe(2);
  });

  test('the settings: sessions and identities 1, a session ended 2, all others too', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.register('Ada');
    await actor(world, 'ada').signIn();
    await actor(world, 'ada').signIn();
    const listed = await ada.get('/api/account/sessions');
    expect(listed.storageRequests).toBe(1);
    expect((await ada.get('/api/account/identities')).storageRequests).toBe(1);
    const other = (listed.json.items as { id: string; current: boolean }[]).find(({ current }) => !current)?.id;
    expect((await ada.delete(`/api/account/sessions/${other}`)).storageRequests).toBe(2);
    expect((await ada.delete('/api/account/sessions')).storageRequests).toBe(2);
    expect((await ada.delete('/api/account/sessions')).storageRequests).toBe(1);
  });

  test('linking: its start 2, its callback 5; unlinking: 4, the pointer’s ETag among them', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.register('Ada');
    const work = actor(world, 'work', ada.cookies);
    expect((await ada.get('/sign-in?purpose=link')).storageRequests).toBe(2);
    expect((await work.signIn('?purpose=link')).storageRequests).toBe(5);
    expect((await work.signIn('?purpose=link')).storageRequests).toBe(3);
    const { items } = (await ada.get('/api/account/identities')).json as { items: { id: string }[] };
    expect((await ada.delete(`/api/account/identities/${items[1]?.id}`)).storageRequests).toBe(4);
    expect((await ada.delete(`/api/account/identities/${items[0]?.id}`)).status).toBe(409);
  });

  test('a history: 2; an export: 6 and one an identity; the privacy page and the export’s schema: none', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.register('Ada');
    await actor(world, 'work', ada.cookies).signIn('?purpose=link');
    expect((await ada.get('/api/account/history')).storageRequests).toBe(2);
    expect((await ada.get('/api/account/export')).storageRequests).toBe(8);
    expect((await world.send('GET', '/privacy')).storageRequests).toBe(0);
    expect((await world.send('GET', '/schemas/account-export.json')).storageRequests).toBe(0);
  });

  test('creating an organization: 4; again, or under a taken name: 3 and 2', async () => {
    const { ada, bob } = await organizationScene();
    expect((await bob.post('/api/organizations', { name: 'Zeta' })).storageRequests).toBe(4);
    expect((await bob.post('/api/organizations', { name: 'Zeta' })).storageRequests).toBe(3);
    expect((await ada.post('/api/organizations', { name: 'Ada' })).storageRequests).toBe(2);
  });

  test('listing one’s own organizations: 2, and 2 each', async () => {
    const { ada, bob } = await organizationScene();
    expect((await bob.get('/api/account/organizations')).storageRequests).toBe(2);
    expect((await ada.get('/api/account/organizations')).storageRequests).toBe(4);
    await ada.post('/api/organizations', { name: 'Zeta' });
    expect((await ada.get('/api/account/organizations')).storageRequests).toBe(6);
  });

  test('inviting: 7; listing what one received: 2, and 3 each', async () => {
    const { ada, bob } = await organizationScene();
    expect((await invite(ada, 'Bob')).storageRequests).toBe(7);
    expect((await bob.get('/api/account/invitations')).storageRequests).toBe(5);
  });

  test('accepting: 6; withdrawing or declining: 5', async () => {
    const { ada, bob, cyd } = await organizationScene();
    await invite(ada, 'Bob');
    expect((await accept(bob, 'Bob')).storageRequests).toBe(6);
    await invite(ada, 'Cyd');
    expect((await ada.delete('/api/organizations/Acme/invitations/Cyd')).storageRequests).toBe(5);
    await invite(ada, 'Cyd');
    expect((await cyd.delete('/api/organizations/Acme/invitations/Cyd')).storageRequests).toBe(5);
  });

  test('changing a role or removing a member: 5; leaving: 4', async () => {
    const { ada, bob, cyd } = await organizationScene();
    await join(ada, bob, 'Bob');
    await join(ada, cyd, 'Cyd');
    const member = '/api/organizations/Acme/members';
    expect((await ada.patch(`${member}/Bob`, { role: 'admin' })).storageRequests).toBe(5);
    expect((await ada.delete(`${member}/Cyd`)).storageRequests).toBe(5);
    expect((await ada.delete(`${member}/Ada`)).storageRequests).toBe(4);
  });

  test('looking at an organization: 3; at its members, invitations or history: 4', async () => {
    const { ada } = await organizationScene();
    expect((await ada.get('/api/organizations/Acme')).storageRequests).toBe(3);
    for (const part of ['members', 'invitations', 'history']) {
      expect((await ada.get(`/api/organizations/Acme/${part}`)).storageRequests).toBe(4);
    }
  });

  test('deleting: looking 5 and 2 a seat, closing 23 with one seat, restoring 17', async () => {
    const { ada, bob } = await organizationScene();
    await join(ada, bob, 'Bob');
    await bob.get('/api/account/invitations');
    const shown = await bob.get('/api/account/deletion');
    const { hash } = shown.json.plan as { hash: string };
    const closed = await bob.post('/api/account/deletion', { name: 'Bob', plan: hash });
    await bob.signIn();
    const restored = await bob.delete('/api/account/deletion');
    expect([shown.storageRequests, closed.storageRequests, restored.storageRequests]).toEqual([7, 23, 17]);
  });
});
