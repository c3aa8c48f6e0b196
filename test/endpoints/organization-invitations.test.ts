import { describe, expect, test } from 'vitest';
import { day } from '../../shared/clock.ts';
import type { AccountName } from '../../shared/names/account-name.ts';
import * as invitations from '../../shared/organizations/invite.ts';
import type { Actor } from '../support/browser-actor.ts';
import { leave, own } from '../support/deletion-scene.ts';
import { expectSoundOrganizations } from '../support/organization-invariants.ts';
import { accept, invite, join, organizationScene, register, retire, setState } from '../support/organization-scene.ts';
import { callerOf, servicesIn, settleUser } from '../support/residents.ts';
import type { World } from '../support/world.ts';

const acme = '/api/organizations/Acme';

/** Fourteen days later everybody signs in again. */
async function waitUntilExpiry(world: World, ...actors: Actor[]) {
  world.clock.advance(14 * day);
  for (const one of actors) await one.signIn();
}

describe('POST /api/organizations/{name}/invitations', () => {
  test('201: the invitee sees who offers what, and until when', async () => {
    const { world, ada, bob } = await organizationScene();
    const view = {
      username: 'Bob',
      role: 'admin',
      invitedBy: 'Ada',
      createdAt: '2026-03-01T12:00:00.000Z',
      expiresAt: '2026-03-15T12:00:00.000Z',
    };
    expect(await invite(ada, 'Bob', 'admin')).toMatchObject({
      status: 201,
      json: view,
      location: '/api/organizations/Acme/invitations/Bob',
    });
    expect((await ada.get(`${acme}/invitations`)).json).toEqual({ items: [view] });
    expect((await bob.get('/api/account/invitations')).json).toEqual({
      items: [
        {
          kind: 'invitation',
          organization: 'Acme',
          role: 'admin',
          invitedBy: 'Ada',
          createdAt: view.createdAt,
          expiresAt: view.expiresAt,
        },
      ],
    });
    await expectSoundOrganizations(world.store);
  });

  test('200: the same inviter who repeats it is told the same', async () => {
    const { world, ada } = await organizationScene();
    await invite(ada, 'Bob');
    const before = world.store.contents('accounts');
    expect(await invite(ada, 'Bob')).toMatchObject({ status: 200, json: { username: 'Bob', role: 'collaborator' } });
    expect(world.store.contents('accounts')).toEqual(before);
  });

  test('409 already-invited: with another role, or by another administrator', async () => {
    const { world, ada, bob } = await organizationScene();
    await join(ada, bob, 'Bob', 'admin');
    await invite(ada, 'Cyd');
    const before = world.store.snapshot();
    const refused = { status: 409, json: { code: 'already-invited' } };
    expect(await invite(ada, 'Cyd', 'admin')).toMatchObject(refused);
    expect(await invite(bob, 'Cyd')).toMatchObject(refused);
    expect(world.store.snapshot()).toEqual(before);
  });

  test('201: one that expired is replaced, and counted once', async () => {
    const { world, ada, bob } = await organizationScene();
    await invite(ada, 'Bob');
    await waitUntilExpiry(world, ada, bob);
    expect((await bob.get('/api/account/invitations')).json).toEqual({ items: [] });
    expect((await invite(ada, 'Bob', 'admin')).status).toBe(201);
    expect((await accept(bob, 'Bob')).json).toEqual({ role: 'admin' });
    await expectSoundOrganizations(world.store);
  });

  test('201: one that became void is replaced, even by the inviter who became an administrator again', async () => {
    const { world, ada, bob } = await organizationScene();
    await join(ada, bob, 'Bob', 'admin');
    await invite(bob, 'Cyd');
    await ada.patch(`${acme}/members/Bob`, { role: 'collaborator' });
    await ada.patch(`${acme}/members/Bob`, { role: 'admin' });
    expect((await invite(bob, 'Cyd')).status).toBe(201);
    await expectSoundOrganizations(world.store);
  });

  test('409 already-member: members, including oneself', async () => {
    const { ada, bob } = await organizationScene();
    await join(ada, bob, 'Bob');
    expect(await invite(ada, 'Bob', 'admin')).toMatchObject({ status: 409, json: { code: 'already-member' } });
    expect((await invite(ada, 'Ada')).json.code).toBe('already-member');
  });

  test('404, 422, 400: only an active user of that exact name can be invited; else nothing is written', async () => {
    const { world, ada, bob, cyd } = await organizationScene();
    await cyd.post('/api/organizations', { name: 'Zeta' });
    await register(world, 'Dan', 'Eve');
    await setState(world, 'Dan', 'closed');
    await retire(world, 'Eve', 'user');
    const before = world.store.snapshot();
    const send = async (body: unknown) => {
      const { status, json } = await ada.post(`${acme}/invitations`, body);
      return [status, json.code, json.name];
    };
    const role = 'collaborator';
    expect(await send({ username: 'Zed', role })).toEqual([404, 'no-such-account', undefined]);
    expect(await send({ username: 'BOB', role })).toEqual([404, 'no-such-account', 'Bob']);
    expect(await send({ username: 'Dan', role })).toEqual([404, 'no-such-account', undefined]);
    expect(await send({ username: 'Eve', role })).toEqual([404, 'no-such-account', undefined]);
    expect(await send({ username: 'Zeta', role })).toEqual([422, 'not-a-user', undefined]);
    expect(await send({ username: 'Acme', role })).toEqual([422, 'not-a-user', undefined]);
    expect(await send({ username: 'bob@example.org', role })).toEqual([422, 'invalid-name', undefined]);
    expect(await send({ username: '', role })).toEqual([422, 'invalid-name', undefined]);
    expect(await send({ username: 'Bob', role: 'owner' })).toEqual([400, 'invalid-request', undefined]);
    expect(await send({ username: 'Bob', role, organization: 'Zeta' })).toEqual([400, 'invalid-request', undefined]);
    expect(await send({ username: 'Bob', role, name: 'Zeta' })).toEqual([400, 'invalid-request', undefined]);
    expect((await bob.post(`${acme}/invitations`, { username: 'Bob', role })).json.code).toBe('not-found');
    expect(world.store.snapshot()).toEqual(before);
  });

  describe('limits', () => {
    async function invitees(world: World, count: number, prefix = 'Guest') {
      const names = Array.from({ length: count }, (_, index) => `${prefix}-${index}` as AccountName);
      for (const name of names) await settleUser(world, name);
      return names;
    }
    async function inviteAll(world: World, inviter: string, names: readonly AccountName[]) {
      for (const name of names) {
        await invitations.invite(servicesIn(world), await callerOf(world, inviter), 'Acme', name, 'collaborator');
      }
    }

    test('409 too-many-invitations: a hundred pending, and the answer says so; withdrawing one makes room', async () => {
      const { world, ada } = await organizationScene();
      const names = await invitees(world, 100);
      await inviteAll(world, 'Ada', names);
      const before = world.store.contents('accounts');
      const refused = await invite(ada, 'Bob');
      expect(refused).toMatchObject({ status: 409, json: { code: 'too-many-invitations' } });
      expect(refused.json.detail).toContain('100');
      expect((await invite(ada, 'Guest-7')).status).toBe(200);
      expect(world.store.contents('accounts')).toEqual(before);
      await ada.delete(`${acme}/invitations/Guest-7`);
      expect((await invite(ada, 'Bob')).status).toBe(201);
    });

    test('201: expired and void ones are cleared away first', async () => {
      const { world, ada, bob } = await organizationScene();
      await join(ada, bob, 'Bob', 'admin');
      await inviteAll(world, 'Ada', await invitees(world, 60, 'Old'));
      await waitUntilExpiry(world, ada, bob);
      await inviteAll(world, 'Bob', await invitees(world, 38, 'Void'));
      await inviteAll(world, 'Ada', await invitees(world, 2, 'Good'));
      await ada.delete(`${acme}/members/Bob`);
      expect((await invite(ada, 'Cyd')).status).toBe(201);
      const { items } = (await ada.get(`${acme}/invitations`)).json as { items: { username: string }[] };
      const names = items.map(({ username }) => username);
      // At most ninety go at once; the good ones stay.
      expect(names).toHaveLength(11);
      expect(names).toEqual(expect.arrayContaining(['Cyd', 'Good-0', 'Good-1']));
      await expectSoundOrganizations(world.store);
      expect((await invite(ada, 'Old-3')).status).toBe(201);
    });

    test('409 too-many-invitations: two hundred a day, whatever became of them', async () => {
      const { world, ada } = await organizationScene();
      for (let count = 0; count < 200; count += 1) {
        await inviteAll(world, 'Ada', ['Bob' as AccountName]);
        expect((await ada.delete(`${acme}/invitations/Bob`)).status).toBe(204);
      }
      const refused = await invite(ada, 'Cyd');
      expect(refused).toMatchObject({ status: 409, json: { code: 'too-many-invitations' } });
      expect(refused.json.detail).toContain('today');
      world.clock.advance(day);
      await ada.signIn();
      expect((await invite(ada, 'Cyd')).status).toBe(201);
    });
  });
});

describe('POST /api/organizations/{name}/invitations/{username}/acceptance', () => {
  test('200: the invitee is a member with the next request, and the invitation is spent', async () => {
    const { world, ada, bob } = await organizationScene();
    await invite(ada, 'Bob');
    expect((await bob.get(acme)).json.code).toBe('not-found');
    expect(await accept(bob, 'Bob')).toMatchObject({ status: 200, json: { role: 'collaborator' } });
    expect((await bob.get(acme)).json).toMatchObject({ memberCount: 2, adminCount: 1, role: 'collaborator' });
    expect((await ada.get(`${acme}/invitations`)).json).toEqual({ items: [] });
    expect((await bob.get('/api/account/invitations')).json).toEqual({ items: [] });
    await expectSoundOrganizations(world.store);
  });

  test('200: accepting again is told the same, and nothing is written', async () => {
    const { world, ada, bob } = await organizationScene();
    await join(ada, bob, 'Bob', 'admin');
    const before = world.store.contents('accounts');
    expect(await accept(bob, 'Bob')).toMatchObject({ status: 200, json: { role: 'admin' } });
    expect(world.store.contents('accounts')).toEqual(before);
  });

  test('two tabs at once: both are told that the seat is taken, by one change', async () => {
    const { world, ada, bob } = await organizationScene();
    await invite(ada, 'Bob');
    const answers = await Promise.all([accept(bob, 'Bob'), accept(bob, 'Bob'), accept(bob, 'Bob')]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const { items } = (await ada.get(`${acme}/history`)).json as { items: { event: string }[] };
    expect(items.filter(({ event }) => event === 'organization:member:join')).toHaveLength(1);
    await expectSoundOrganizations(world.store);
  });

  test('404 not-found: without an invitation, and never a second time', async () => {
    const { ada, bob, cyd } = await organizationScene();
    expect((await accept(bob, 'Bob')).json.code).toBe('not-found');
    await join(ada, bob, 'Bob');
    await ada.delete(`${acme}/members/Bob`);
    expect((await accept(bob, 'Bob')).json.code).toBe('not-found');
    await invite(ada, 'Bob');
    expect((await accept(cyd, 'Bob')).json.code).toBe('not-found');
    expect((await accept(bob, 'Bob', 'Zeta')).json.code).toBe('not-found');
  });

  test('403 not-allowed: nobody accepts for somebody else', async () => {
    const { ada } = await organizationScene();
    await invite(ada, 'Bob');
    expect((await accept(ada, 'Bob')).json.code).toBe('not-allowed');
  });

  test('409 invitation-expired: from the moment it ends', async () => {
    const { world, ada, bob } = await organizationScene({ settings: { INVITATION_LIFETIME_DAYS: '1' } });
    await invite(ada, 'Bob');
    world.clock.advance(day);
    await bob.signIn();
    expect(await accept(bob, 'Bob')).toMatchObject({ status: 409, json: { code: 'invitation-expired' } });
  });

  test.each([
    ['demoted', async (ada: Actor) => ada.patch(`${acme}/members/Bob`, { role: 'collaborator' })],
    [
      'demoted and promoted again',
      async (ada: Actor) => {
        await ada.patch(`${acme}/members/Bob`, { role: 'collaborator' });
        await ada.patch(`${acme}/members/Bob`, { role: 'admin' });
      },
    ],
    ['removed', async (ada: Actor) => ada.delete(`${acme}/members/Bob`)],
    [
      'removed and back',
      async (ada: Actor, bob: Actor) => {
        await ada.delete(`${acme}/members/Bob`);
        await join(ada, bob, 'Bob', 'admin');
      },
    ],
  ])('409 invitation-void: the inviter was %s', async (_what, lose) => {
    const { ada, bob, cyd } = await organizationScene();
    await join(ada, bob, 'Bob', 'admin');
    await invite(bob, 'Cyd', 'admin');
    await lose(ada, bob);
    expect((await cyd.get('/api/account/invitations')).json).toEqual({ items: [] });
    // `isVoid` compares `granted`: by the role alone, a promotion would give an old offer its power back.
    expect(await accept(cyd, 'Cyd')).toMatchObject({ status: 409, json: { code: 'invitation-void' } });
    expect((await cyd.get(acme)).status).toBe(404);
  });

  test('409 invitation-void: while the inviter is suspended; when the seat is back, it holds again', async () => {
    const { ada, bob, cyd } = await organizationScene();
    await join(ada, bob, 'Bob', 'admin');
    await invite(bob, 'Cyd');
    await leave(bob, 'Bob');
    expect((await accept(cyd, 'Cyd')).json.code).toBe('invitation-void');
    await bob.signIn();
    await bob.delete(own);
    expect((await accept(cyd, 'Cyd')).status).toBe(200);
  });

  test('404 not-found: an organization on its way out takes nobody in, and is not listed', async () => {
    const { world, ada, bob } = await organizationScene();
    await invite(ada, 'Bob');
    for (const state of ['closing', 'closed', 'restoring'] as const) {
      await setState(world, 'Acme', state);
      expect((await accept(bob, 'Bob')).json.code).toBe('not-found');
      expect((await bob.get('/api/account/invitations')).json).toEqual({ items: [] });
    }
  });
});

describe('DELETE /api/organizations/{name}/invitations/{username}', () => {
  test('204: withdrawn by an administrator, it cannot be accepted', async () => {
    const { world, ada, bob } = await organizationScene();
    await invite(ada, 'Bob');
    expect((await ada.delete(`${acme}/invitations/Bob`)).status).toBe(204);
    expect((await bob.get('/api/account/invitations')).json).toEqual({ items: [] });
    expect((await accept(bob, 'Bob')).json.code).toBe('not-found');
    await expectSoundOrganizations(world.store);
  });

  test('204: declined by the invitee, even twice, and by somebody without one', async () => {
    const { world, ada, bob, cyd } = await organizationScene();
    await invite(ada, 'Bob');
    expect((await bob.delete(`${acme}/invitations/Bob`)).status).toBe(204);
    const before = world.store.snapshot();
    expect((await bob.delete(`${acme}/invitations/Bob`)).status).toBe(204);
    expect((await cyd.delete(`${acme}/invitations/Cyd`)).status).toBe(204);
    expect(world.store.snapshot()).toEqual(before);
    const contents = world.store.contents('accounts');
    expect((await ada.delete(`${acme}/invitations/Bob`)).status).toBe(204);
    expect(world.store.contents('accounts')).toEqual(contents);
  });

  test('403, 404: collaborators withdraw none, strangers see none, misspelt names mean nobody', async () => {
    const { ada, bob, cyd } = await organizationScene();
    await join(ada, bob, 'Bob');
    await invite(ada, 'Cyd');
    expect((await bob.delete(`${acme}/invitations/Cyd`)).json.code).toBe('not-allowed');
    expect((await ada.delete(`${acme}/invitations/cyd`)).json).toMatchObject({ code: 'no-such-account', name: 'Cyd' });
    expect((await ada.delete(`${acme}/invitations/Zed`)).json.code).toBe('no-such-account');
    expect((await cyd.delete(`${acme}/invitations/Bob`)).json.code).toBe('not-found');
    expect((await accept(cyd, 'Cyd')).status).toBe(200);
  });
});

describe('GET /api/organizations/{name}/invitations', () => {
  test('403 not-allowed: to collaborators; 404 to the invited', async () => {
    const { ada, bob, cyd } = await organizationScene();
    await join(ada, bob, 'Bob');
    await invite(ada, 'Cyd');
    expect((await bob.get(`${acme}/invitations`)).json.code).toBe('not-allowed');
    expect((await cyd.get(`${acme}/invitations`)).json.code).toBe('not-found');
  });
});
