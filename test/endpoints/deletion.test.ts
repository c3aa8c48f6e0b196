import { describe, expect, test } from 'vitest';
import { day, minute } from '../../shared/clock.ts';
import * as offers from '../../shared/packages/offers.ts';
import type { Actor } from '../support/browser-actor.ts';
import { leave, offer, ofOrganization, own, publish, rootOf, rowOf } from '../support/deletion-scene.ts';
import { tickAll } from '../support/laboratory/quiet-world.ts';
import { invite, join, organizationScene, setState } from '../support/organization-scene.ts';
import { callerOf, keyOf, servicesIn } from '../support/residents.ts';

interface Shown {
  state: string;
  plan: { effects: { kind: string; name?: string }[]; blockers: Record<string, string>[]; hash: string };
  graceDays: number;
  purgeAfter?: string;
}
const look = async (person: Actor, path = own) => (await person.get(path)).json as unknown as Shown;

describe('deleting one’s account', () => {
  test('closes it, ends every session, and says until when it can be restored', async () => {
    const { world, bob } = await organizationScene();
    const elsewhere = bob.elsewhere();
    await elsewhere.signIn();
    const closed = await leave(bob, 'Bob');
    expect(closed).toMatchObject({ status: 202, json: { state: 'closed', purgeAfter: '2026-03-08T12:00:00.000Z' } });
    expect(bob.cookies.has('__Host-session')).toBe(false);
    expect((await elsewhere.get('/api/session')).status).toBe(401);
    expect(rootOf(world.store, 'Bob')).toMatchObject({ state: 'closed', sessions: '[]' });
    expect((await bob.get('/api/accounts/Bob')).status).toBe(410);
  });

  test('lets a closed account look, restore and sign out, and nothing else', async () => {
    const { bob } = await organizationScene();
    await leave(bob, 'Bob');
    expect((await bob.signIn()).location).toBe('/account/deletion');
    expect((await bob.get('/api/session')).json).toMatchObject({ state: 'closed' });
    const shown = await look(bob);
    expect(shown).toMatchObject({ state: 'closed', graceDays: 7, plan: { blockers: [] } });
    expect(shown.purgeAfter).toBe('2026-03-08T12:00:00.000Z');
    expect(await bob.get('/api/account')).toMatchObject({ status: 403, json: { code: 'account-closed' } });
    expect((await bob.post('/api/organizations', { name: 'Zeta' })).json.code).toBe('account-closed');
    expect(await bob.delete(own)).toMatchObject({ status: 200, json: { state: 'active' } });
    expect(await bob.delete(own)).toMatchObject({ status: 200, json: { state: 'active' } });
    expect((await bob.get('/api/account')).status).toBe(200);
  });

  test('asked again while closed, answers as the first time, whatever the plan and freshness', async () => {
    const { world, bob } = await organizationScene();
    const first = await leave(bob, 'Bob');
    await bob.signIn();
    world.clock.advance(20 * minute);
    const again = await bob.post(own, { name: 'Bob', plan: 'another' });
    expect(again).toMatchObject({ status: 202, json: first.json });
  });

  /** Let `request` continue with a closed account, and it purges it and says that it was restored. */
  test('asked again when it is due, answers as the first time, and leaves the purge to the timer', async () => {
    const { world, ada, bob } = await organizationScene();
    const bobs = await leave(bob, 'Bob');
    const acmes = await leave(ada, 'Acme', ofOrganization('Acme'));
    world.clock.advance(7 * day + minute);
    await bob.signIn();
    await ada.signIn();
    expect(await bob.post(own, { name: 'Bob', plan: '' })).toMatchObject({ status: 202, json: bobs.json });
    expect(await ada.post(ofOrganization('Acme'), { name: 'Acme', plan: '' })).toMatchObject({
      status: 202,
      json: acmes.json,
    });
    expect([rootOf(world.store, 'Bob')?.state, rootOf(world.store, 'Acme')?.state]).toEqual(['closed', 'closed']);
  });

  /** Delete the call of `endOne` in `requestOwn`. */
  test('asked again while closed, ends the session that asks', async () => {
    const { bob } = await organizationScene();
    await leave(bob, 'Bob');
    await bob.signIn();
    const asking = bob.elsewhere();
    await asking.signIn();
    const held = new Map(asking.cookies);
    expect((await asking.post(own, { name: 'Bob', plan: '' })).status).toBe(202);
    await bob.delete(own);
    for (const [name, value] of held) asking.cookies.set(name, value);
    expect((await asking.get('/api/session')).status).toBe(401);
    expect((await bob.get('/api/session')).status).toBe(200);
  });

  /** `state !== 'closed'` in `seatPart` of `plan-holdings.ts`, and in `seat.ts`. */
  test('is not blocked by an organization that is itself closed, even as its only administrator', async () => {
    const { world, ada } = await organizationScene();
    expect((await leave(ada, 'Ada')).json.code).toBe('deletion-blocked');
    await leave(ada, 'Acme', ofOrganization('Acme'));
    expect(await leave(ada, 'Ada')).toMatchObject({ status: 202 });
    expect(rootOf(world.store, 'Acme')).toMatchObject({ state: 'closed', adminCount: 0 });
  });

  /** Leave one of the `facts` out of `plan-holdings.ts` or `plan-organization.ts`, or the role out of a seat's. */
  test('has another plan after every change that it would undo, and the same after any other', async () => {
    const { world, ada, bob } = await organizationScene();
    const acme = ofOrganization('Acme');
    const hashes = async () => [(await look(bob)).plan.hash, (await look(ada, acme)).plan.hash];
    const changes: [what: string, ofBob: boolean, ofAcme: boolean, act: () => Promise<unknown>][] = [
      ['an invitation', true, true, () => invite(ada, 'Bob')],
      ['a seat', true, true, () => bob.post('/api/organizations/Acme/invitations/Bob/acceptance')],
      ['a role', true, true, () => ada.patch('/api/organizations/Acme/members/Bob', { role: 'admin' })],
      ['a package', true, false, () => publish(world, 'own', 'Bob')],
      ['a package of the organization', false, true, () => publish(world, 'pad', 'Acme')],
      ['an offer', true, false, () => offer(world, 'pad', 'Ada', 'Bob')],
      ['a session', false, false, () => bob.elsewhere().signIn()],
      ['an invitation of somebody else', false, true, () => invite(ada, 'Cyd')],
    ];
    let before = await hashes();
    for (const [what, ofBob, ofAcme, act] of changes) {
      await act();
      const after = await hashes();
      expect([what, after[0] !== before[0], after[1] !== before[1]]).toEqual([what, ofBob, ofAcme]);
      before = after;
    }
  });

  test('403, 422, 412, 409: fresh first, then the name, then the plan, then what forbids it', async () => {
    const { world, ada } = await organizationScene();
    const { plan } = await look(ada);
    expect(plan.blockers).toMatchObject([{ reason: 'last-admin', organization: 'Acme' }]);
    expect((await ada.post(own, { name: 'ada', plan: 'x' })).json.code).toBe('wrong-name');
    expect(await ada.post(own, { name: 'Ada', plan: 'x' })).toMatchObject({
      status: 412,
      json: { code: 'plan-changed' },
    });
    expect(await ada.post(own, { name: 'Ada', plan: plan.hash })).toMatchObject({
      status: 409,
      json: { code: 'deletion-blocked', blockers: [{ organization: 'Acme' }] },
    });
    world.clock.advance(11 * minute);
    expect((await ada.post(own, { name: 'ada', plan: 'x' })).json.code).toBe('fresh-sign-in-needed');
    expect((await ada.post(own, { plan: 7 })).json.code).toBe('fresh-sign-in-needed');
  });

  /** Fails when the page shows a refusal only beside the plan that was typed. */
  test('on its page every refusal says why, and what was typed stays', async () => {
    const { world, bob } = await organizationScene();
    const { plan } = await look(bob);
    const page = '/account/deletion';
    const wrong = await bob.submit(page, { act: 'delete', name: 'bob', plan: plan.hash });
    expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('That is not your username')]);
    const changed = await bob.submit(page, { act: 'delete', name: 'Bob', plan: 'another' });
    expect([changed.status, changed.text]).toEqual([
      412,
      expect.stringContaining('Something changed since the plan was shown. Read it again, then confirm.'),
    ]);
    for (const { text } of [wrong, changed]) expect(text).toMatch(/role="alert".*value="[Bb]ob"/s);
    await publish(world, 'pad', 'Bob');
    const blocked = await bob.submit(page, { act: 'delete', name: 'Bob', plan: (await look(bob)).plan.hash });
    expect([blocked.status, blocked.text]).toEqual([
      409,
      expect.stringMatching(/role="alert".*cannot be deleted yet/s),
    ]);
  });

  test('is blocked by a package that would have no owner, which is named exactly', async () => {
    const { world, bob } = await organizationScene();
    await publish(world, 'Left-Pad', 'Bob');
    const refused = await leave(bob, 'Bob');
    expect(refused).toMatchObject({ status: 409, json: { blockers: [{ reason: 'last-owner', package: 'Left-Pad' }] } });
    expect(rootOf(world.store, 'Bob')?.state).toBe('active');
  });

  test('suspends seats and ownerships, and counts them again when restored', async () => {
    const { world, ada, bob } = await organizationScene();
    await join(ada, bob, 'Bob', 'admin');
    await publish(world, 'pad', 'Ada');
    await offer(world, 'pad', 'Ada', 'Bob');
    await offers.accept(servicesIn(world), await callerOf(world, 'Bob'), 'pad', 'Bob');
    const before = { member: rowOf(world.store, 'Acme', `member:${keyOf('Bob')}`), root: rootOf(world.store, 'Acme') };
    await leave(bob, 'Bob');
    expect(rowOf(world.store, 'Acme', `member:${keyOf('Bob')}`)?.suspended).toBeDefined();
    expect(rootOf(world.store, 'Acme')).toMatchObject({ adminCount: 1, memberCount: 1 });
    expect(rowOf(world.store, 'pad', 'package', 'packages')?.ownerCount).toBe(1);
    // Only Ada is left.
    expect((await ada.delete('/api/organizations/Acme/members/Ada')).json.code).toBe('last-admin');
    await bob.signIn();
    await bob.delete(own);
    expect(rowOf(world.store, 'Acme', `member:${keyOf('Bob')}`)?.granted).toBe(before.member?.granted);
    expect(rowOf(world.store, 'Acme', `member:${keyOf('Bob')}`)?.suspended).toBeUndefined();
    expect(rootOf(world.store, 'Acme')).toMatchObject({ adminCount: 2, memberCount: 2 });
    expect(rowOf(world.store, 'pad', 'package', 'packages')?.ownerCount).toBe(2);
    expect(world.store.rows('deletions').filter(({ due }) => due !== 'restore')).toEqual([]);
  });

  test('after its grace leaves only the name, which nobody gets; the identity registers again and gains nothing', async () => {
    const { world, ada, bob } = await organizationScene();
    await join(ada, bob, 'Bob');
    await invite(ada, 'Cyd');
    await publish(world, 'pad', 'Ada');
    await offer(world, 'pad', 'Ada', 'Bob');
    const label = String(JSON.parse(String(rootOf(world.store, 'Bob')?.identities))[0].label);
    const identity = String(JSON.parse(String(rootOf(world.store, 'Bob')?.identities))[0].key);
    await leave(bob, 'Bob');
    await tickAll(world);
    expect(rootOf(world.store, 'Bob')?.state).toBe('closed');
    world.clock.advance(7 * day);
    await tickAll(world);
    expect(world.store.rows('accounts').filter(({ PartitionKey }) => PartitionKey === keyOf('Bob'))).toMatchObject([
      { RowKey: 'account', kind: 'user', name: 'Bob', state: 'retired', retiredOn: '2026-03-08' },
    ]);
    expect(world.store.rows('deletions')).toEqual([]);
    // Flows and registrations belong to no account, and have expired.
    const everything = JSON.stringify(
      [...world.store.snapshot()].map(([, partitions]) => [...partitions].map(([, rows]) => [...rows])),
    );
    expect(everything).not.toContain(identity);
    expect(everything).not.toContain(label);
    // The name remains where the plan said it would: in the histories of others.
    const named = ['accounts', 'packages', 'identities'].flatMap((table) =>
      world.store.rows(table).filter((row) => JSON.stringify(row).includes('Bob')),
    );
    expect(named.every(({ RowKey }) => RowKey.startsWith('audit:') || RowKey === 'account')).toBe(true);
    expect(rowOf(world.store, 'pad', `offer:${keyOf('Bob')}`, 'packages')).toBeUndefined();
    expect(rowOf(world.store, 'Acme', `member:${keyOf('Bob')}`)).toBeUndefined();

    const anew = bob.elsewhere();
    expect((await anew.signIn()).location).toBe('/register');
    expect((await anew.post('/api/registration', { username: 'Bob' })).json.code).toBe('name-taken');
    expect((await anew.post('/api/registration', { username: 'Robert' })).status).toBe(201);
    expect((await anew.get('/api/account/organizations')).json.items).toEqual([]);
    expect((await anew.get('/api/organizations/Acme')).status).toBe(404);
  });
});

describe('deleting an organization', () => {
  test('closes it to its members, and any administrator it had restores it', async () => {
    const { world, ada, bob, cyd } = await organizationScene();
    await join(ada, bob, 'Bob', 'admin');
    await join(ada, cyd, 'Cyd');
    expect((await cyd.get(ofOrganization('Acme'))).status).toBe(403);
    expect(await leave(ada, 'Acme', ofOrganization('Acme'))).toMatchObject({ status: 202, json: { state: 'closed' } });
    expect((await cyd.get('/api/organizations/Acme')).json.code).toBe('account-closed');
    expect((await cyd.delete(ofOrganization('Acme'))).json.code).toBe('account-closed');
    expect((await cyd.get(ofOrganization('Acme'))).json.code).toBe('account-closed');
    expect((await look(bob, ofOrganization('Acme'))).state).toBe('closed');
    expect(await bob.delete(ofOrganization('Acme'))).toMatchObject({ status: 200, json: { state: 'active' } });
    expect((await cyd.get('/api/organizations/Acme')).status).toBe(200);
    expect(rootOf(world.store, 'Acme')).toMatchObject({ state: 'active', adminCount: 2, memberCount: 3 });
  });

  test('needs a fresh sign-in, the exact name, and the plan as it is', async () => {
    const { world, ada, bob } = await organizationScene();
    await join(ada, bob, 'Bob', 'admin');
    const path = ofOrganization('Acme');
    const { plan } = await look(ada, path);
    expect((await ada.post(path, { name: 'acme', plan: plan.hash })).json.code).toBe('wrong-name');
    await bob.delete('/api/organizations/Acme/members/Bob');
    expect((await ada.post(path, { name: 'Acme', plan: plan.hash })).json.code).toBe('plan-changed');
    expect((await bob.get(path)).status).toBe(404);
    world.clock.advance(11 * minute);
    expect((await leave(ada, 'Acme', path)).json.code).toBe('fresh-sign-in-needed');
  });

  /** Fails when the endpoint has no `hasBegun`, or has `session` for its caller. */
  test('begins with a fresh sign-in, asked for before the body is read, and goes on without one', async () => {
    const { world, ada, bob, cyd } = await organizationScene();
    await join(ada, bob, 'Bob');
    const path = ofOrganization('Acme');
    const first = (await look(ada, path)).plan.hash;
    world.clock.advance(11 * minute);
    for (const person of [ada, bob, cyd]) {
      expect(await person.post(path, { plan: 7 })).toMatchObject({
        status: 403,
        json: { code: 'fresh-sign-in-needed' },
      });
    }
    await ada.signIn('?purpose=fresh');
    expect(await ada.post(path, { plan: 7 })).toMatchObject({ status: 400, json: { code: 'invalid-request' } });
    const closed = await ada.post(path, { name: 'Acme', plan: first });
    expect(closed.status).toBe(202);
    world.clock.advance(11 * minute);
    expect(await ada.post(path, { plan: 7 })).toMatchObject({ status: 400, json: { code: 'invalid-request' } });
    expect(await ada.post(path, { name: 'Acme', plan: 'another' })).toMatchObject({ status: 202, json: closed.json });
    // A member is told that it is closed, a stranger the same as for one that is open.
    expect((await bob.post(path, { name: 'Acme', plan: first })).json.code).toBe('account-closed');
    expect((await cyd.post(path, { name: 'Acme', plan: first })).json.code).toBe('fresh-sign-in-needed');
    await setState(world, 'Acme', 'restoring');
    expect((await ada.post(path, { name: 'Acme', plan: first })).json.code).toBe('account-closed');
  });

  test('is blocked by a package that would have no owner', async () => {
    const { world, ada } = await organizationScene();
    await publish(world, 'pad', 'Acme');
    const { blockers, hash } = (await look(ada, ofOrganization('Acme'))).plan;
    expect(blockers).toMatchObject([{ reason: 'last-owner', package: 'pad', resolve: '/packages/pad/owners' }]);
    const refused = await ada.post(ofOrganization('Acme'), { name: 'Acme', plan: hash });
    expect(refused).toMatchObject({ status: 409, json: { code: 'deletion-blocked', blockers } });
    expect(rootOf(world.store, 'Acme')?.state).toBe('active');
  });

  test('after its grace retires the name, and its members’ lists forget it', async () => {
    const { world, ada, bob } = await organizationScene();
    await join(ada, bob, 'Bob');
    await leave(ada, 'Acme', ofOrganization('Acme'));
    world.clock.advance(7 * day);
    await tickAll(world);
    expect(rootOf(world.store, 'Acme')).toMatchObject({ state: 'retired', kind: 'organization' });
    await bob.signIn();
    expect((await bob.get('/api/account/organizations')).json.items).toEqual([]);
    expect((await bob.get('/api/organizations/Acme')).status).toBe(404);
    expect((await bob.post('/api/organizations', { name: 'Acme' })).json.code).toBe('name-taken');
    expect(rowOf(world.store, 'Bob', `membership:${keyOf('Acme')}`)).toBeUndefined();
  });
});
