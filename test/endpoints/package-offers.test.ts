import { describe, expect, test } from 'vitest';
import { day, minute } from '../../shared/clock.ts';
import { invariantFaults, tickAll } from '../support/laboratory/quiet-world.ts';
import { join, register, retire, setState } from '../support/organization-scene.ts';
import {
  acceptOffer,
  historyOf,
  offer,
  ownersOf,
  owningOrganizationScene,
  packageScene,
  share,
} from '../support/package-scene.ts';

const json = '/api/packages/Json.Net';
const core = '/api/packages/Acme.Core';

describe('POST /api/packages/{id}/offers', () => {
  test('201: the account sees who offers what, and until when', async () => {
    const { world, ada, bob } = await packageScene();
    const view = {
      account: 'Bob',
      offeredBy: 'Ada',
      through: 'Ada',
      createdAt: '2026-03-01T12:00:00.000Z',
      expiresAt: '2026-03-15T12:00:00.000Z',
    };
    expect(await offer(ada, 'Bob')).toMatchObject({
      status: 201,
      json: view,
      location: '/api/packages/Json.Net/offers/Bob',
    });
    expect((await ada.get(`${json}/offers`)).json).toEqual({ items: [view] });
    const { account: _, ...rest } = view;
    expect((await bob.get('/api/account/offers')).json).toEqual({ items: [{ package: 'Json.Net', ...rest }] });
    expect(await ownersOf(bob)).toEqual(['Ada']);
    expect(await invariantFaults(world)).toEqual([]);
  });

  test('201: an administrator offers for the organization that owns', async () => {
    const { world, ada, cyd } = await owningOrganizationScene();
    const [dan] = await register(world, 'Dan');
    expect((await offer(cyd, 'Dan', 'Acme.Core')).json).toMatchObject({ offeredBy: 'Cyd', through: 'Acme' });
    expect((await acceptOffer(dan as never, 'Dan', 'Acme.Core')).status).toBe(200);
    expect(await historyOf(ada, 'Acme.Core')).toEqual([
      'package:offer:make by Cyd through Acme: Dan',
      'package:owner:join by Dan: Dan',
      'package:register by Bob: Acme',
    ]);
    expect(await invariantFaults(world)).toEqual([]);
  });

  test('201: the same again by the same person is told the same', async () => {
    const { world, ada } = await packageScene();
    const first = await offer(ada, 'Bob');
    const before = world.store.contents('packages');
    expect(await offer(ada, 'Bob')).toMatchObject({ status: 201, json: first.json });
    expect(world.store.contents('packages')).toEqual(before);
  });

  test('200 added: to an account that the caller may also act for, and again the same for ten minutes', async () => {
    const { world, ada, backend } = await packageScene();
    expect(await offer(ada, 'Acme')).toMatchObject({ status: 200, json: { added: true } });
    const before = world.store.contents('packages');
    expect(await offer(ada, 'Acme')).toMatchObject({ status: 200, json: { added: true } });
    expect(world.store.contents('packages')).toEqual(before);
    world.clock.advance(10 * minute);
    expect((await offer(ada, 'Acme')).json.code).toBe('already-owner');
    await ada.delete(`${json}/owners/Ada`);
    expect(await ownersOf(ada)).toEqual(['Acme']);
    expect(await offer(ada, 'Ada')).toMatchObject({ status: 200, json: { added: true } });
    expect(await historyOf(ada)).toEqual([
      'package:owner:add by Ada through Acme: Ada',
      'package:owner:add by Ada: Acme',
      'package:owner:leave by Ada: Ada',
      'package:register by Ada: Ada',
    ]);
    expect(await backend.asks('Json.Net', 'Ada')).toBe('Ada: publish, manage Ada (owner) Acme (admin)');
    expect(await invariantFaults(world)).toEqual([]);
  });

  test('200 added: takes the place of an offer that waits', async () => {
    const { world, ada, bob } = await packageScene();
    await share(ada, bob, 'Bob');
    expect((await offer(bob, 'Acme')).status).toBe(201);
    expect((await offer(ada, 'Acme')).json).toEqual({ added: true });
    expect((await ada.get(`${json}/offers`)).json).toEqual({ items: [] });
    expect((await ada.get('/api/organizations/Acme/offers')).json).toEqual({ items: [] });
    expect(await invariantFaults(world)).toEqual([]);
  });

  test('201: a collaborator of the other organization cannot consent for it', async () => {
    const { world, ada, bob } = await packageScene();
    await bob.post('/api/organizations', { name: 'Bolt' });
    await bob.post('/api/organizations/Bolt/invitations', { username: 'Ada', role: 'collaborator' });
    await ada.post('/api/organizations/Bolt/invitations/Ada/acceptance');
    expect((await offer(ada, 'Bolt')).status).toBe(201);
    expect((await acceptOffer(ada, 'Bolt')).status).toBe(403);
    expect((await ada.get('/api/organizations/Bolt/offers')).status).toBe(403);
    expect((await bob.get('/api/organizations/Bolt/offers')).json.items).toMatchObject([{ package: 'Json.Net' }]);
    expect(await acceptOffer(bob, 'Bolt')).toMatchObject({ status: 200, json: { owner: 'Bolt' } });
    expect(await invariantFaults(world)).toEqual([]);
  });

  test('409 already-owner, already-offered: one pending per account and package', async () => {
    const { world, ada, bob } = await packageScene();
    await share(ada, bob, 'Bob');
    await offer(ada, 'Cyd');
    const before = world.store.snapshot();
    expect(await offer(ada, 'Bob')).toMatchObject({ status: 409, json: { code: 'already-owner' } });
    expect((await offer(ada, 'Ada')).json.code).toBe('already-owner');
    expect(await offer(bob, 'Cyd')).toMatchObject({ status: 409, json: { code: 'already-offered' } });
    expect(world.store.snapshot()).toEqual(before);
  });

  test('201: one that expired, or became void, is replaced and counted once', async () => {
    const { world, ada, bob, cyd } = await packageScene();
    await share(ada, bob, 'Bob');
    await offer(bob, 'Cyd');
    await ada.delete(`${json}/owners/Bob`);
    expect((await cyd.get('/api/account/offers')).json).toEqual({ items: [] });
    expect((await offer(ada, 'Cyd')).status).toBe(201);
    world.clock.advance(14 * day);
    for (const one of [ada, cyd]) await one.signIn();
    expect((await cyd.get('/api/account/offers')).json).toEqual({ items: [] });
    expect((await offer(ada, 'Cyd')).status).toBe(201);
    await tickAll(world);
    expect(await invariantFaults(world)).toEqual([]);
    expect((await acceptOffer(cyd, 'Cyd')).status).toBe(200);
  });

  test('404, 422, 400: whoever is no active account of that exact name is offered nothing', async () => {
    const { world, ada, bob } = await packageScene();
    await register(world, 'Dan', 'Eve');
    await setState(world, 'Dan', 'closed');
    await retire(world, 'Eve', 'user');
    const before = world.store.snapshot();
    const send = async (body: unknown) => {
      const { status, json: told } = await ada.post(`${json}/offers`, body);
      return [status, told.code, told.name];
    };
    expect(await send({ account: 'Zed' })).toEqual([404, 'no-such-account', undefined]);
    expect(await send({ account: 'BOB' })).toEqual([404, 'no-such-account', 'Bob']);
    expect(await send({ account: 'Dan' })).toEqual([404, 'no-such-account', undefined]);
    expect(await send({ account: 'Eve' })).toEqual([404, 'no-such-account', undefined]);
    expect(await send({ account: '' })).toEqual([422, 'invalid-name', undefined]);
    expect(await send({ account: 'Bob', through: 'Acme' })).toEqual([400, 'invalid-request', undefined]);
    expect((await offer(bob, 'Bob')).status).toBe(403);
    expect((await offer(ada, 'Bob', 'Nothing')).json.code).toBe('not-found');
    expect(world.store.snapshot()).toEqual(before);
  });

  test('409 too-many-offers: twenty wait; dead ones are cleared away first', async () => {
    const { world, ada, bob } = await packageScene();
    const names = Array.from({ length: 25 }, (_, index) => `Guest-${index}`);
    await register(world, ...names);
    await share(ada, bob, 'Bob');
    for (const name of names.slice(0, 5)) await offer(bob, name);
    for (const name of names.slice(5, 20)) await offer(ada, name);
    const before = world.store.contents('packages');
    expect(await offer(ada, 'Guest-20')).toMatchObject({ status: 409, json: { code: 'too-many-offers' } });
    expect((await offer(ada, 'Guest-7')).status).toBe(201);
    expect(world.store.contents('packages')).toEqual(before);
    await ada.delete(`${json}/owners/Bob`);
    expect((await offer(ada, 'Guest-20')).status).toBe(201);
    const { items } = (await ada.get(`${json}/offers`)).json as { items: object[] };
    expect(items).toHaveLength(16);
    expect(await invariantFaults(world)).toEqual([]);
  });
});

describe('POST /api/packages/{id}/offers/{name}/acceptance', () => {
  test('200: an owner with the next request, and the offer is spent; accepted again, the same', async () => {
    const { world, ada, bob, backend } = await packageScene();
    await offer(ada, 'Bob');
    expect(await backend.asks('Json.Net', 'Bob')).toBe('Bob: nothing');
    expect(await acceptOffer(bob, 'Bob')).toMatchObject({ status: 200, json: { owner: 'Bob' } });
    expect(await backend.asks('Json.Net', 'Bob')).toBe('Bob: publish, manage Bob (owner)');
    const before = world.store.contents('packages');
    expect((await acceptOffer(bob, 'Bob')).status).toBe(200);
    expect(world.store.contents('packages')).toEqual(before);
    expect((await bob.get(`${json}/offers`)).json).toEqual({ items: [] });
    expect(await invariantFaults(world)).toEqual([]);
  });

  test('409 offer-expired: from the moment it ends', async () => {
    const { world, ada, bob } = await packageScene();
    await offer(ada, 'Bob');
    world.clock.advance(14 * day);
    await bob.signIn();
    expect(await acceptOffer(bob, 'Bob')).toMatchObject({ status: 409, json: { code: 'offer-expired' } });
  });

  test('409 offer-void: the owner that it was made for no longer is one, or was removed and added again', async () => {
    const { ada, bob, cyd } = await packageScene();
    await share(ada, bob, 'Bob');
    await offer(bob, 'Cyd');
    await ada.delete(`${json}/owners/Bob`);
    expect(await acceptOffer(cyd, 'Cyd')).toMatchObject({ status: 409, json: { code: 'offer-void' } });
    await share(ada, bob, 'Bob');
    expect((await acceptOffer(cyd, 'Cyd')).json.code).toBe('offer-void');
  });

  test('409 offer-void: the administrator who made it no longer is that one, even if promoted again', async () => {
    const { world, ada, cyd } = await owningOrganizationScene();
    const [dan] = await register(world, 'Dan');
    await offer(cyd, 'Dan', 'Acme.Core');
    const member = '/api/organizations/Acme/members/Cyd';
    await ada.patch(member, { role: 'collaborator' });
    expect((await acceptOffer(dan as never, 'Dan', 'Acme.Core')).json.code).toBe('offer-void');
    await ada.patch(member, { role: 'admin' });
    expect((await acceptOffer(dan as never, 'Dan', 'Acme.Core')).json.code).toBe('offer-void');
    expect((await dan?.get('/api/account/offers'))?.json).toEqual({ items: [] });
    expect((await offer(cyd, 'Dan', 'Acme.Core')).status).toBe(201);
    expect((await acceptOffer(dan as never, 'Dan', 'Acme.Core')).status).toBe(200);
  });

  test('404 where nothing was offered; 403 for an account that is not one’s own, offered or not', async () => {
    const { ada, bob, cyd } = await packageScene();
    await offer(ada, 'Bob');
    expect(await acceptOffer(cyd, 'Cyd')).toMatchObject({ status: 404, json: { code: 'not-found' } });
    const [offered, not] = [await acceptOffer(cyd, 'Bob'), await acceptOffer(bob, 'Cyd')];
    expect([offered.status, not.status]).toEqual([403, 403]);
    expect({ ...offered.json, instance: '' }).toEqual({ ...not.json, instance: '' });
    expect((await acceptOffer(ada, 'Bob')).status).toBe(403);
  });

  test('403 account-closed: for an organization on its way out', async () => {
    const { world, bob, ada } = await packageScene();
    await share(ada, bob, 'Bob');
    await offer(bob, 'Acme');
    await setState(world, 'Acme', 'closing');
    expect(await acceptOffer(ada, 'Acme')).toMatchObject({ status: 403, json: { code: 'account-closed' } });
  });
});

describe('DELETE /api/packages/{id}/offers/{name}', () => {
  test('204: an owner withdraws, the account declines; both may be repeated', async () => {
    const { world, ada, bob, cyd } = await packageScene();
    await offer(ada, 'Bob');
    await offer(ada, 'Cyd');
    expect((await ada.delete(`${json}/offers/Bob`)).status).toBe(204);
    expect((await cyd.delete(`${json}/offers/Cyd`)).status).toBe(204);
    const before = world.store.contents('packages');
    expect((await ada.delete(`${json}/offers/Bob`)).status).toBe(204);
    expect((await bob.delete(`${json}/offers/Bob`)).status).toBe(204);
    expect(world.store.contents('packages')).toEqual(before);
    expect((await acceptOffer(bob, 'Bob')).json.code).toBe('not-found');
    expect(await historyOf(ada)).toEqual([
      'package:offer:decline by Cyd: Cyd',
      'package:offer:make by Ada: Bob',
      'package:offer:make by Ada: Cyd',
      'package:offer:withdraw by Ada: Bob',
      'package:register by Ada: Ada',
    ]);
    expect(await invariantFaults(world)).toEqual([]);
  });

  test('204: an administrator declines for the organization', async () => {
    const { ada, bob } = await packageScene();
    await share(ada, bob, 'Bob');
    await ada.delete(`${json}/owners/Ada`);
    await offer(bob, 'Acme');
    expect((await ada.delete(`${json}/offers/Acme`)).status).toBe(204);
    expect((await ada.delete(`${json}/offers/Acme`)).status).toBe(204);
  });

  test('403 for anybody else, offered or not; 404 no-such-account for an owner who mistypes', async () => {
    const { ada, bob, cyd } = await packageScene();
    await offer(ada, 'Bob');
    expect((await cyd.delete(`${json}/offers/Bob`)).status).toBe(403);
    expect((await bob.delete(`${json}/offers/Cyd`)).status).toBe(403);
    expect((await ada.delete(`${json}/offers/bob`)).json).toMatchObject({ code: 'no-such-account', name: 'Bob' });
    expect((await bob.get('/api/account/offers')).json.items).toHaveLength(1);
  });
});

describe('DELETE /api/packages/{id}/owners/{name}', () => {
  test('204: an owner removes another, or gives up; both may be repeated', async () => {
    const { world, ada, bob, cyd } = await packageScene();
    await share(ada, bob, 'Bob');
    await share(ada, cyd, 'Cyd');
    expect((await bob.delete(`${json}/owners/Ada`)).status).toBe(204);
    expect((await cyd.delete(`${json}/owners/Cyd`)).status).toBe(204);
    const before = world.store.contents('packages');
    expect((await bob.delete(`${json}/owners/Ada`)).status).toBe(204);
    expect((await cyd.delete(`${json}/owners/Cyd`)).status).toBe(204);
    expect(world.store.contents('packages')).toEqual(before);
    expect(await ownersOf(ada)).toEqual(['Bob']);
    expect(await historyOf(bob)).toEqual(
      expect.arrayContaining(['package:owner:leave by Cyd: Cyd', 'package:owner:remove by Bob: Ada']),
    );
    expect(await invariantFaults(world)).toEqual([]);
  });

  test('204: an administrator gives up the organization’s ownership, and asks again', async () => {
    const { ada, bob } = await owningOrganizationScene();
    expect((await ada.delete(`${core}/owners/Acme`)).json.code).toBe('last-owner');
    await share(ada, bob, 'Bob', 'Acme.Core');
    expect((await ada.delete(`${core}/owners/Acme`)).status).toBe(204);
    expect((await ada.delete(`${core}/owners/Acme`)).status).toBe(204);
    expect(await ownersOf(ada, 'Acme.Core')).toEqual(['Bob']);
    expect(await historyOf(bob, 'Acme.Core')).toContain('package:owner:remove by Ada through Acme: Acme');
  });

  test('409 last-owner: somebody must own it', async () => {
    const { world, ada } = await packageScene();
    const before = world.store.snapshot();
    expect(await ada.delete(`${json}/owners/Ada`)).toMatchObject({ status: 409, json: { code: 'last-owner' } });
    expect(world.store.snapshot()).toEqual(before);
  });

  test('403 for strangers and collaborators; 404 no-such-account for an owner who mistypes', async () => {
    const { ada, bob } = await owningOrganizationScene();
    expect((await bob.delete(`${core}/owners/Acme`)).json.code).toBe('not-allowed');
    expect((await bob.delete(`${json}/owners/Ada`)).json.code).toBe('not-allowed');
    expect((await ada.delete(`${core}/owners/acme`)).json).toMatchObject({ code: 'no-such-account', name: 'Acme' });
    expect((await ada.delete(`${core}/owners/Bob`)).status).toBe(204);
  });
});

test('a suspended owner has no power, is not counted and not shown, and its offers are void', async () => {
  const { world, ada, bob, cyd, backend } = await packageScene();
  await share(ada, bob, 'Bob');
  await offer(bob, 'Cyd');
  const partition = 'json.net';
  const row = world.store.read('packages', partition, 'owner:bob');
  world.store.write('packages', [
    { kind: 'replace', entity: { ...row, suspended: 'a deletion' }, ifMatch: String(row['odata.etag']) },
    {
      kind: 'merge',
      entity: { PartitionKey: partition, RowKey: 'package', ownerCount: 1 },
      ifMatch: '*',
    },
  ]);
  expect(await ownersOf(ada)).toEqual(['Ada']);
  expect(await backend.asks('Json.Net', 'Bob')).toBe('Bob: nothing');
  expect((await bob.get(`${json}/offers`)).status).toBe(403);
  expect((await bob.get('/api/account/packages')).json).toEqual({ items: [] });
  expect((await acceptOffer(cyd, 'Cyd')).json.code).toBe('offer-void');
  expect((await ada.delete(`${json}/owners/Ada`)).json.code).toBe('last-owner');
  expect((await ada.delete(`${json}/owners/Bob`)).status).toBe(204);
  expect(await invariantFaults(world)).toEqual([]);
});

test('a member who joined as nobody’s administrator only publishes', async () => {
  const { ada, bob, backend } = await packageScene();
  await join(ada, bob, 'Bob');
  await offer(ada, 'Acme');
  expect(await backend.asks('Json.Net', 'Bob')).toBe('Bob: publish Acme (collaborator)');
  expect((await bob.get(`${json}/offers`)).json.detail).toContain('you are a collaborator');
});
