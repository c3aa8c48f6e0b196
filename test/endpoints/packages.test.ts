import { describe, expect, test } from 'vitest';
import { registryRoles } from '../../shared/identity/registry-token.ts';
import { invariantFaults } from '../support/laboratory/quiet-world.ts';
import { join, register, retire, setState } from '../support/organization-scene.ts';
import {
  acceptOffer,
  offer,
  ownersOf,
  owningOrganizationScene,
  packageScene,
  share,
} from '../support/package-scene.ts';
import { registry } from '../support/registry-actor.ts';
import { createWorld } from '../support/world.ts';

const json = '/api/packages/Json.Net';

describe('PUT /api/packages/{id}', () => {
  test('201: the first owner can do everything with it, and anybody sees whose it is', async () => {
    const { world, ada, backend } = await packageScene();
    expect(await backend.register('Left-Pad', 'Ada')).toMatchObject({
      status: 201,
      json: { id: 'Left-Pad', createdAt: '2026-03-01T12:00:00.000Z' },
      location: '/api/packages/Left-Pad',
    });
    expect((await ada.get('/api/packages/Left-Pad/owners')).json).toEqual({ items: [{ name: 'Ada', kind: 'user' }] });
    expect((await ada.get('/api/account/packages')).json).toEqual({
      items: [
        { id: 'Json.Net', joinedAt: '2026-03-01T12:00:00.000Z' },
        { id: 'Left-Pad', joinedAt: '2026-03-01T12:00:00.000Z' },
      ],
    });
    expect(await invariantFaults(world)).toEqual([]);
  });

  test('201: an organization, by any of its members, in any role', async () => {
    const { world, ada, bob, backend } = await packageScene();
    await join(ada, bob, 'Bob');
    expect((await backend.register('Acme.Core', 'Acme', 'Bob')).status).toBe(201);
    expect((await bob.get('/api/packages/Acme.Core/owners')).json).toEqual({
      items: [{ name: 'Acme', kind: 'organization' }],
    });
    expect((await ada.get('/api/packages/Acme.Core/history')).json.items).toEqual([
      { event: 'package:register', actor: 'Bob', whom: 'Acme', at: '2026-03-01T12:00:00.000Z' },
    ]);
    expect(await invariantFaults(world)).toEqual([]);
  });

  test('200: again, for a present owner, in whatever letters; it is shown as first registered', async () => {
    const { world, ada, bob, backend } = await packageScene();
    await share(ada, bob, 'Bob');
    const before = world.store.contents('packages');
    expect(await backend.register('json.NET', 'Ada')).toMatchObject({ status: 200, json: { id: 'Json.Net' } });
    expect((await backend.register('Json.Net', 'Bob')).status).toBe(200);
    expect(world.store.contents('packages')).toEqual(before);
  });

  // Let `decideAndCommit` confirm the root in every try, and most of them are told `busy`.
  test('200: to each of the many who publish versions of it at the same time', async () => {
    const { world, backend } = await packageScene();
    const answers = await Promise.all(Array.from({ length: 30 }, () => backend.register('Json.Net', 'Ada')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await invariantFaults(world)).toEqual([]);
  });

  test('409 package-exists: for anybody else', async () => {
    const { world, ada, backend } = await packageScene();
    await offer(ada, 'Bob');
    const before = world.store.snapshot();
    expect(await backend.register('JSON.net', 'Bob')).toMatchObject({ status: 409, json: { code: 'package-exists' } });
    expect((await backend.register('Json.Net', 'Acme', 'Ada')).json.code).toBe('package-exists');
    expect(world.store.snapshot()).toEqual(before);
  });

  test('422 invalid-package-id: letters, digits and _, separated by single . or -, up to a hundred', async () => {
    const { world, backend } = await packageScene();
    const before = world.store.snapshot();
    for (const id of [
      '.a',
      'a.',
      '-a',
      'a-',
      'a..b',
      'a.-b',
      'a%20b',
      'caf%C3%A9',
      '%E2%84%AA',
      'a+b',
      'a'.repeat(101),
    ]) {
      expect([id, (await backend.register(id, 'Ada')).json.code]).toEqual([id, 'invalid-package-id']);
    }
    expect(world.store.snapshot()).toEqual(before);
    for (const id of ['a', '_', '_a_', 'A.b-C_d.1', 'a'.repeat(100)]) {
      expect([id, (await backend.register(id, 'Ada')).status]).toEqual([id, 201]);
    }
  });

  test('404, 422, 400: owner and publisher are active accounts of exactly that name', async () => {
    const { world, backend } = await packageScene();
    await register(world, 'Dan', 'Eve');
    await setState(world, 'Dan', 'closed');
    await retire(world, 'Eve', 'user');
    const before = world.store.snapshot();
    const put = async (body: unknown) => {
      const { status, json: told } = await backend.put('/api/packages/New', body);
      return [status, told.code, told.name];
    };
    expect(await put({ owner: 'Zed', publisher: 'Ada' })).toEqual([404, 'no-such-account', undefined]);
    expect(await put({ owner: 'ADA', publisher: 'ADA' })).toEqual([404, 'no-such-account', 'Ada']);
    expect(await put({ owner: 'Acme', publisher: 'ada' })).toEqual([404, 'no-such-account', 'Ada']);
    expect(await put({ owner: 'Dan', publisher: 'Dan' })).toEqual([404, 'no-such-account', undefined]);
    expect(await put({ owner: 'Eve', publisher: 'Eve' })).toEqual([404, 'no-such-account', undefined]);
    expect(await put({ owner: 'Acme', publisher: 'Dan' })).toEqual([404, 'no-such-account', undefined]);
    expect(await put({ owner: '', publisher: 'Ada' })).toEqual([422, 'invalid-name', undefined]);
    expect(await put({ owner: 'Ada' })).toEqual([400, 'invalid-request', undefined]);
    expect(await put({ owner: 'Ada', publisher: 1 })).toEqual([400, 'invalid-request', undefined]);
    expect(await put({ owner: 'Ada', publisher: 'Ada', role: 'admin' })).toEqual([400, 'invalid-request', undefined]);
    expect(world.store.snapshot()).toEqual(before);
  });

  test('403 may-not-publish: for another user, and for an organization without a seat in it', async () => {
    const { world, ada, bob, backend } = await packageScene();
    await join(ada, bob, 'Bob');
    await ada.delete('/api/organizations/Acme/members/Bob');
    const before = world.store.snapshot();
    const refused = { status: 403, json: { code: 'may-not-publish' } };
    expect(await backend.register('New', 'Ada', 'Bob')).toMatchObject(refused);
    expect(await backend.register('New', 'Acme', 'Bob')).toMatchObject(refused);
    expect(await backend.register('New', 'Acme', 'Cyd')).toMatchObject(refused);
    expect(world.store.snapshot()).toEqual(before);
  });
});

describe('DELETE /api/packages/{id}', () => {
  test('204: it answers like one that never existed, and owners and offers are gone', async () => {
    const { world, ada, bob, cyd, backend } = await packageScene();
    await share(ada, bob, 'Bob');
    await offer(ada, 'Cyd');
    expect((await backend.delete('/api/packages/JSON.NET')).status).toBe(204);
    for (const path of [`${json}/owners`, `${json}/offers`, `${json}/history`]) {
      const { status, json: told } = await ada.get(path);
      const unknown = await ada.get(path.replace('Json.Net', 'Nothing'));
      expect([status, { ...told, instance: '' }]).toEqual([404, { ...unknown.json, instance: '' }]);
    }
    expect(await backend.asks('Json.Net', 'Ada')).toBe('not-found');
    expect((await acceptOffer(cyd, 'Cyd')).json.code).toBe('not-found');
    expect((await ada.get('/api/account/packages')).json).toEqual({ items: [] });
    expect((await bob.get('/api/accounts/Bob/packages')).json).toEqual({ items: [] });
    expect((await cyd.get('/api/account/offers')).json).toEqual({ items: [] });
    expect(await invariantFaults(world)).toEqual([]);
  });

  test('204: one that was already removed, and one that never existed', async () => {
    const { world, backend } = await packageScene();
    await backend.delete(json);
    const before = world.store.contents('packages');
    expect((await backend.delete(json)).status).toBe(204);
    expect((await backend.delete('/api/packages/Nothing')).status).toBe(204);
    expect((await backend.delete('/api/packages/not..one')).json.code).toBe('invalid-package-id');
    expect(world.store.contents('packages')).toEqual(before);
  });

  test('a removed package can be registered by anybody; its history stays', async () => {
    const { world, ada, bob, backend } = await packageScene();
    await share(ada, bob, 'Bob');
    await backend.delete(json);
    expect(await backend.register('json.net', 'Cyd')).toMatchObject({ status: 201, json: { id: 'Json.Net' } });
    expect(await ownersOf(ada)).toEqual(['Cyd']);
    expect(await backend.asks('Json.Net', 'Ada')).toBe('Ada: nothing');
    expect((await ada.get(`${json}/history`)).status).toBe(403);
    expect((await ada.get('/api/account/packages')).json).toEqual({ items: [] });
    expect(await invariantFaults(world)).toEqual([]);
  });

  test('fifty owners and twenty offers go in the one transaction', async () => {
    const { world, ada, backend } = await packageScene();
    const guests = await register(world, ...Array.from({ length: 69 }, (_, index) => `Guest-${index}`));
    for (const [index, guest] of guests.slice(0, 49).entries()) await share(ada, guest, `Guest-${index}`);
    for (let index = 49; index < 69; index += 1)
      expect((await offer(ada, `Guest-${index}`)).json.code).toBe('too-many-owners');
    await ada.delete(`${json}/owners/Guest-0`);
    for (let index = 49; index < 69; index += 1) expect((await offer(ada, `Guest-${index}`)).status).toBe(201);
    expect((await acceptOffer(guests[49] as never, 'Guest-49')).status).toBe(200);
    expect((await acceptOffer(guests[50] as never, 'Guest-50')).json.code).toBe('too-many-owners');
    expect(await invariantFaults(world)).toEqual([]);
    expect((await backend.delete(json)).status).toBe(204);
    expect(await invariantFaults(world)).toEqual([]);
  }, 60_000);
});

describe('GET /api/packages/{id}/owners', () => {
  test('200: one shape for users and organizations, for whoever asks', async () => {
    const { world, ada } = await packageScene();
    await offer(ada, 'Acme');
    const { status, json: told } = await registry(world).get('/api/packages/JSON.net/owners');
    expect([status, told]).toEqual([
      200,
      {
        items: [
          { name: 'Acme', kind: 'organization' },
          { name: 'Ada', kind: 'user' },
        ],
      },
    ]);
  });

  test('404: even for what cannot be an id', async () => {
    const { ada } = await packageScene();
    expect((await ada.get('/api/packages/Nothing/owners')).json.code).toBe('not-found');
    expect((await ada.get('/api/packages/not..one/owners')).json.code).toBe('not-found');
  });
});

describe('GET /api/packages/{id}/permissions/{username}', () => {
  test('200: through which owner, in which role', async () => {
    const { ada, backend } = await owningOrganizationScene();
    expect((await backend.get(`${json}/permissions/Ada`)).json).toEqual({
      publish: true,
      manageOwners: true,
      through: [{ owner: 'Ada', role: 'owner' }],
    });
    expect(await backend.asks('acme.core', 'Ada')).toBe('Ada: publish, manage Acme (admin)');
    expect(await backend.asks('Acme.Core', 'Bob')).toBe('Bob: publish Acme (collaborator)');
    expect(await backend.asks('Json.Net', 'Bob')).toBe('Bob: nothing');
    await offer(ada, 'Acme');
    expect(await backend.asks('Json.Net', 'Ada')).toBe('Ada: publish, manage Ada (owner) Acme (admin)');
    expect(await backend.asks('Json.Net', 'Bob')).toBe('Bob: publish Acme (collaborator)');
  });

  test('200: an unknown user, a wrong spelling, an organization and a closed account may do nothing', async () => {
    const { world, backend } = await owningOrganizationScene();
    for (const who of ['Zed', 'ADA', 'Acme', 'not..one']) {
      expect(await backend.asks('Acme.Core', who)).toBe(`${who}: nothing`);
    }
    await setState(world, 'Ada', 'closing');
    expect(await backend.asks('Acme.Core', 'Ada')).toBe('Ada: nothing');
    expect(await backend.asks('Json.Net', 'Ada')).toBe('Ada: nothing');
  });

  test('200: through an organization that is not active nobody may do anything', async () => {
    const { world, backend } = await owningOrganizationScene();
    await setState(world, 'Acme', 'closing');
    expect(await backend.asks('Acme.Core', 'Ada')).toBe('Ada: nothing');
  });

  test('the next answer says so when a member leaves, changes role, or an owner is removed, at every process', async () => {
    const { world, ada, bob, backend } = await owningOrganizationScene();
    await ada.patch('/api/organizations/Acme/members/Bob', { role: 'admin' });
    expect(await backend.asks('Acme.Core', 'Bob')).toBe('Bob: publish, manage Acme (admin)');
    await bob.delete('/api/organizations/Acme/members/Bob');
    expect(await backend.asks('Acme.Core', 'Bob')).toBe('Bob: nothing');
    await share(ada, bob, 'Bob', 'Acme.Core');
    expect(await backend.asks('Acme.Core', 'Bob')).toBe('Bob: publish, manage Bob (owner)');
    const elsewhere = backend.at(await createWorld({ beside: world }));
    expect(await elsewhere.asks('Acme.Core', 'Ada')).toBe('Ada: publish, manage Acme (admin)');
    await bob.delete('/api/packages/Acme.Core/owners/Acme');
    expect(await elsewhere.asks('Acme.Core', 'Ada')).toBe('Ada: nothing');
    expect(await backend.asks('Acme.Core', 'Ada')).toBe('Ada: nothing');
  });

  test('404: for an unknown package', async () => {
    const { backend } = await packageScene();
    expect(await backend.asks('Nothing', 'Ada')).toBe('not-found');
    expect(await backend.asks('not..one', 'Ada')).toBe('not-found');
  });

  test('is answered to either role, and the one for reading registers nothing', async () => {
    const { world } = await packageScene();
    for (const role of registryRoles)
      expect(await registry(world, [role]).asks('Json.Net', 'Ada')).toContain('publish');
    const reader = registry(world, ['Packages.Read']);
    expect(await reader.register('New', 'Ada')).toMatchObject({ status: 403, json: { code: 'not-allowed' } });
    expect((await reader.delete(json)).status).toBe(403);
    expect((await registry(world, []).get(`${json}/permissions/Ada`)).status).toBe(403);
  });
});

describe('GET lists of packages', () => {
  test('of an account are public, of an organization its members’', async () => {
    const { world, ada, bob, backend } = await owningOrganizationScene();
    const items = [{ id: 'Acme.Core', joinedAt: '2026-03-01T12:00:00.000Z' }];
    expect((await backend.get('/api/accounts/Acme/packages')).json).toEqual({ items });
    expect((await bob.get('/api/organizations/Acme/packages')).json).toEqual({ items });
    expect((await ada.get('/api/accounts/acme/packages')).json).toMatchObject({
      code: 'no-such-account',
      name: 'Acme',
    });
    await setState(world, 'Acme', 'closed');
    expect((await ada.get('/api/accounts/Acme/packages')).status).toBe(410);
    expect((await ada.get('/api/organizations/Acme/packages')).json.code).toBe('account-closed');
  });

  test('go on where a page ended', async () => {
    const { ada, backend } = await packageScene();
    for (let index = 0; index < 101; index += 1) await backend.register(`p-${String(index).padStart(3, '0')}`, 'Ada');
    const first = (await ada.get('/api/account/packages')).json as { items: { id: string }[]; next: string };
    const second = (await ada.get(`/api/account/packages?cursor=${first.next}`)).json as typeof first;
    expect([first.items.length, second.items.map(({ id }) => id), second.next]).toEqual([
      100,
      ['p-099', 'p-100'],
      undefined,
    ]);
  });
});
