import { describe, expect, test } from 'vitest';
import { hour } from '../../shared/clock.ts';
import { type Actor, actor } from '../support/browser-actor.ts';
import { faultyProcess } from '../support/faults/faulty-process.ts';
import { accept, invite, join, organizationScene, register } from '../support/organization-scene.ts';
import { acceptOffer, offer, owningOrganizationScene, packageScene, share } from '../support/package-scene.ts';
import { createWorld } from '../support/world.ts';

/** Storage requests decide what a request costs and how long it takes: exact, so none is added unnoticed. ASSURANCE 5. */
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

  test('forgetting a registration: 3; after a claim that nobody heard of: 6', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.signIn();
    expect((await ada.delete('/api/registration')).storageRequests).toBe(3);
    await ada.signIn();
    const lossy = faultyProcess([{ at: 3, fault: 'never-sent' }], { retries: false });
    const there = await createWorld({ beside: world, tables: lossy.options });
    expect((await ada.at(there).post('/api/registration', { username: 'Ada' })).status).toBe(503);
    expect((await ada.delete('/api/registration')).storageRequests).toBe(6);
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

  test('linking: its start 2, its callback 5, again 4; unlinking: 4, the pointer’s ETag among them', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.register('Ada');
    const work = actor(world, 'work', ada.cookies);
    expect((await ada.get('/sign-in?purpose=link')).storageRequests).toBe(2);
    expect((await work.signIn('?purpose=link')).storageRequests).toBe(5);
    expect((await work.signIn('?purpose=link')).storageRequests).toBe(4);
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
    expect((await bob.post('/api/organizations', { name: 'Zeta' })).storageRequests).toBe(4);
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

  test('deleting: looking 5 and 2 a seat, closing 24 with one seat, restoring 17', async () => {
    const { ada, bob } = await organizationScene();
    await join(ada, bob, 'Bob');
    await bob.get('/api/account/invitations');
    const shown = await bob.get('/api/account/deletion');
    const { hash } = shown.json.plan as { hash: string };
    const closed = await bob.post('/api/account/deletion', { name: 'Bob', plan: hash });
    await bob.signIn();
    const restored = await bob.delete('/api/account/deletion');
    expect([shown.storageRequests, closed.storageRequests, restored.storageRequests]).toEqual([7, 24, 17]);
  });

  test('looking at an organization’s deletion: 9', async () => {
    const { ada } = await organizationScene();
    expect((await ada.get('/api/organizations/Acme/deletion')).storageRequests).toBe(9);
  });

  test('registering a package: 4, for an organization by a member 6; again: 4', async () => {
    const { ada, bob, backend } = await packageScene();
    await join(ada, bob, 'Bob');
    expect((await backend.register('One', 'Ada')).storageRequests).toBe(4);
    expect((await backend.register('Two', 'Acme', 'Bob')).storageRequests).toBe(6);
    expect((await backend.register('One', 'Ada')).storageRequests).toBe(4);
  });

  test('removing a package: 4, however much belongs to it', async () => {
    const { ada, bob, backend } = await packageScene();
    await share(ada, bob, 'Bob');
    await offer(ada, 'Cyd');
    expect((await backend.delete('/api/packages/Json.Net')).storageRequests).toBe(4);
  });

  test('the owners of a package: 1, and one root each', async () => {
    const { ada, bob } = await packageScene();
    expect((await ada.get('/api/packages/Json.Net/owners')).storageRequests).toBe(2);
    await share(ada, bob, 'Bob');
    expect((await ada.get('/api/packages/Json.Net/owners')).storageRequests).toBe(3);
    expect((await ada.get('/api/packages/Nothing/owners')).storageRequests).toBe(1);
  });

  test('a permission: 3, and 2 for each owning organization that the user has a hint of; 2 where nobody else owns', async () => {
    const { ada, cyd, backend } = await owningOrganizationScene();
    const ask = async (id: string, username: string) =>
      (await backend.get(`/api/packages/${id}/permissions/${username}`)).storageRequests;
    expect(await ask('Json.Net', 'Ada')).toBe(2);
    expect(await ask('Json.Net', 'Bob')).toBe(3);
    expect(await ask('Acme.Core', 'Bob')).toBe(5);
    await offer(ada, 'Acme');
    expect(await ask('Json.Net', 'Ada')).toBe(5);
    await cyd.post('/api/organizations', { name: 'Zeta' });
    await share(ada, cyd, 'Zeta');
    expect(await ask('Json.Net', 'Ada')).toBe(5);
    expect(await ask('Json.Net', 'Cyd')).toBe(7);
  });

  test('offering: 7 as an owner, 10 through an organization; accepting: 6 and 7; withdrawing 5, declining 5', async () => {
    const { world, ada, bob, cyd } = await owningOrganizationScene();
    const [dan] = (await register(world, 'Dan')) as [Actor];
    expect((await offer(ada, 'Bob')).storageRequests).toBe(7);
    expect((await acceptOffer(bob, 'Bob')).storageRequests).toBe(6);
    expect((await offer(cyd, 'Dan', 'Acme.Core')).storageRequests).toBe(10);
    expect((await acceptOffer(dan, 'Dan', 'Acme.Core')).storageRequests).toBe(7);
    await offer(ada, 'Cyd');
    expect((await ada.delete('/api/packages/Json.Net/offers/Cyd')).storageRequests).toBe(5);
    await offer(ada, 'Cyd');
    expect((await cyd.delete('/api/packages/Json.Net/offers/Cyd')).storageRequests).toBe(5);
  });

  test('adding at once: 8; removing an owner or giving up: 4', async () => {
    const { ada, bob } = await packageScene();
    expect((await offer(ada, 'Acme')).storageRequests).toBe(8);
    await share(ada, bob, 'Bob');
    expect((await bob.delete('/api/packages/Json.Net/owners/Acme')).storageRequests).toBe(4);
    expect((await bob.delete('/api/packages/Json.Net/owners/Bob')).storageRequests).toBe(4);
  });

  test('lists of packages: 2, and 2 each; of offers received: 2, and 3 each', async () => {
    const { ada, bob } = await packageScene();
    expect((await bob.get('/api/account/packages')).storageRequests).toBe(2);
    expect((await ada.get('/api/account/packages')).storageRequests).toBe(4);
    expect((await bob.get('/api/accounts/Ada/packages')).storageRequests).toBe(4);
    await offer(ada, 'Bob');
    expect((await bob.get('/api/account/offers')).storageRequests).toBe(5);
  });

  test('the pages of what was invited and offered: 4, and 1 for each administrator who did', async () => {
    const { ada, bob, cyd } = await packageScene();
    await join(ada, bob, 'Bob', 'admin');
    expect((await ada.get('/organizations/Acme/invitations')).storageRequests).toBe(4);
    await invite(ada, 'Cyd');
    expect((await ada.get('/organizations/Acme/invitations')).storageRequests).toBe(5);
    expect((await ada.get('/packages/Json.Net/owners')).storageRequests).toBe(4);
    await offer(ada, 'Acme');
    await offer(bob, 'Cyd');
    expect((await ada.get('/packages/Json.Net/owners')).storageRequests).toBe(5);
    expect((await cyd.get('/account/packages')).text).toContain('Bob offers ownership for Acme');
  });

  test('a profile: as the public account and what it owns', async () => {
    const { world } = await packageScene();
    expect((await world.send('GET', '/profiles/Ada')).storageRequests).toBe(4);
    expect((await world.send('GET', '/profiles/Bob')).storageRequests).toBe(2);
  });

  test('a page of the account: 2 more than what it shows, and 3 for each that waits; any other page: none', async () => {
    const { ada, bob } = await packageScene();
    expect((await bob.get('/account')).storageRequests).toBe(3);
    await invite(ada, 'Bob');
    await offer(ada, 'Bob');
    expect((await bob.get('/account')).storageRequests).toBe(9);
    expect((await bob.get('/privacy')).storageRequests).toBe(1);
  });

  test('an owner’s look at the offers or the history: 4', async () => {
    const { ada } = await packageScene();
    for (const part of ['offers', 'history']) {
      expect((await ada.get(`/api/packages/Json.Net/${part}`)).storageRequests).toBe(4);
    }
  });
});
