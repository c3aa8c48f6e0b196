import { describe, expect, test } from 'vitest';
import { day, minute } from '../../shared/clock.ts';
import { type Actor, type Answered, actor } from '../support/browser-actor.ts';
import { callerOf, putRoot } from '../support/residents.ts';
import { createWorld, type World } from '../support/world.ts';

interface IdentityItem {
  readonly id: string;
  readonly label: string;
  readonly current: boolean;
}
const itemsOf = (answer: Answered) => answer.json.items as IdentityItem[];
const idOf = async (ada: Actor, label: string) =>
  itemsOf(await ada.get('/api/account/identities')).find((one) => one.label.startsWith(label))?.id ?? '';

/** Somebody who signs in at this browser with a further Microsoft account. */
const linker = (world: World, browser: Actor, person: string) => actor(world, person, browser.cookies);
const link = (world: World, browser: Actor, person: string, more = '&returnTo=/account/identities') =>
  linker(world, browser, person).signIn(`?purpose=link${more}`);

/** Ada with the identity `ada`, signed in a moment ago. */
async function registered() {
  const world = await createWorld();
  const ada = actor(world, 'ada');
  await ada.register('Ada');
  return { world, ada };
}

describe('GET /sign-in?purpose=link', () => {
  test('303: a further Microsoft account leads to the same user, and the session stays as it was', async () => {
    const { world, ada } = await registered();
    const session = ada.cookies.get('__Host-session');
    expect(await link(world, ada, 'work')).toMatchObject({ status: 303, location: '/account/identities' });
    expect(ada.cookies.get('__Host-session')).toBe(session);
    expect((await ada.get('/api/account/identities')).json).toMatchObject({
      items: [
        { label: 'a•••@example.com', kind: 'work', since: '2026-03-01T12:00:00.000Z', current: true },
        { label: 'w•••@example.com', kind: 'work', since: '2026-03-01T12:00:00.000Z', current: false },
      ],
    });
    const elsewhere = actor(world, 'work');
    await elsewhere.signIn();
    expect((await elsewhere.get('/api/session')).json.username).toBe('Ada');
  });

  test('303: linking one that is already linked succeeds, and nothing is written but the sign-in itself', async () => {
    const { world, ada } = await registered();
    await link(world, ada, 'work');
    const before = { accounts: world.store.contents('accounts'), identities: world.store.rows('identities') };
    expect((await link(world, ada, 'work')).status).toBe(303);
    expect((await link(world, ada, 'ada')).status).toBe(303);
    expect({ accounts: world.store.contents('accounts'), identities: world.store.rows('identities') }).toEqual(before);
  });

  test('303: one that was unlinked can be linked again', async () => {
    const { world, ada } = await registered();
    await link(world, ada, 'work');
    await ada.delete(`/api/account/identities/${await idOf(ada, 'w')}`);
    expect((await link(world, ada, 'work')).status).toBe(303);
    expect(itemsOf(await ada.get('/api/account/identities'))).toHaveLength(2);
  });

  test('401: only somebody signed in may link', async () => {
    const world = await createWorld();
    expect((await actor(world, 'ada').get('/sign-in?purpose=link')).status).toBe(401);
  });

  test('403: needs a fresh sign-in, and the page leads through one and back', async () => {
    const { world, ada } = await registered();
    world.clock.advance(10 * minute);
    const refused = await ada.get('/sign-in?purpose=link&returnTo=/account/identities');
    expect(refused.status).toBe(403);
    const wayOut = /href="(\/sign-in\?purpose=fresh[^"]+)"/.exec(refused.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const fresh = await ada.signIn(wayOut.slice('/sign-in'.length));
    expect(fresh.location).toBe('/sign-in?purpose=link&returnTo=/account/identities');
    expect((await ada.get(fresh.location ?? '')).status).toBe(303);
  });

  test('403: an account on its way out takes no further Microsoft account, before going to Microsoft or after', async () => {
    const { world, ada } = await registered();
    const callback = await linker(world, ada, 'work').beginSignIn('?purpose=link');
    await putRoot(world, 'Ada', { state: 'closing' });
    expect((await ada.get('/sign-in?purpose=link')).status).toBe(403);
    expect((await ada.get(callback)).status).toBe(403);
    expect((await callerOf(world, 'Ada')).value.identities).toHaveLength(1);
  });

  test('403: the further Microsoft account needs a second factor too', async () => {
    const { world, ada } = await registered();
    const single = actor(world, { id: 'work', secondFactor: false }, ada.cookies);
    expect((await single.signIn('?purpose=link')).status).toBe(403);
    expect((await callerOf(world, 'Ada')).value.identities).toHaveLength(1);
    expect(world.store.rows('identities')).toHaveLength(1);
  });

  test('409: one that is in use elsewhere; the sign-in is used up, and the session stays as it was', async () => {
    const { world, ada } = await registered();
    const eve = actor(world, 'eve');
    await eve.register('Eve');
    const callback = await linker(world, ada, 'eve').beginSignIn('?purpose=link');
    const refused = await ada.get(callback);
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('e•••@example.com');
    expect((await ada.get(callback)).status).toBe(400);
    expect((await ada.get('/api/session')).json.username).toBe('Ada');
    expect((await eve.get('/api/session')).json.username).toBe('Eve');
    expect((await callerOf(world, 'Ada')).value.identities).toHaveLength(1);
  });

  test('409: three are the most; linking one of the three again succeeds', async () => {
    const { world, ada } = await registered();
    await link(world, ada, 'work');
    const callback = await linker(world, ada, 'fourth').beginSignIn('?purpose=link');
    await link(world, ada, 'school');
    const pointers = world.store.rows('identities');
    expect((await ada.get(callback)).status).toBe(409);
    expect((await link(world, ada, 'fourth')).status).toBe(409);
    expect((await link(world, ada, 'school')).status).toBe(303);
    expect(world.store.rows('identities')).toEqual(pointers);
    expect((await callerOf(world, 'Ada')).value.identities).toHaveLength(3);
  });

  test('the session that asked must still be there: one that was ended meanwhile links nothing', async () => {
    const { world, ada } = await registered();
    const second = actor(world, 'ada');
    await second.signIn();
    const callback = await linker(world, ada, 'work').beginSignIn('?purpose=link');
    await second.delete('/api/account/sessions');
    const refused = await ada.get(callback);
    expect(refused.status).toBe(401);
    expect(refused.text).not.toContain('callback');
    expect((await callerOf(world, 'Ada')).value.identities).toHaveLength(1);
  });

  test('an identity with a registration under way is linked, and the registration leads nowhere else', async () => {
    const { world, ada } = await registered();
    const work = actor(world, 'work');
    await work.signIn();
    expect((await link(world, ada, 'work')).status).toBe(303);
    expect(await work.post('/api/registration', { username: 'Worker' })).toMatchObject({
      status: 409,
      json: { code: 'already-registered', username: 'Ada' },
    });
  });

  test('a pointer to a name that another got does not count, and gives way', async () => {
    const { world, ada } = await registered();
    const work = actor(world, 'work');
    expect((await work.register('Ada')).status).toBe(409);
    expect((await link(world, ada, 'work')).status).toBe(303);
    const elsewhere = actor(world, 'work');
    await elsewhere.signIn();
    expect((await elsewhere.get('/api/session')).json.username).toBe('Ada');
  });
});

describe('DELETE /api/account/identities/{id}', () => {
  test('204: nobody can sign in with it any longer, and its sessions end, at another process too', async () => {
    const { world, ada } = await registered();
    const other = await createWorld({ beside: world });
    await link(world, ada, 'work');
    const work = actor(other, 'work');
    await work.signIn();
    expect((await work.get('/api/session')).status).toBe(200);
    expect((await ada.delete(`/api/account/identities/${await idOf(ada, 'w')}`)).status).toBe(204);
    expect((await work.get('/api/session')).status).toBe(401);
    expect((await ada.get('/api/session')).status).toBe(200);
    expect(world.store.rows('identities')).toHaveLength(1);
    expect((await work.signIn()).location).toBe('/register');
    expect((await work.post('/api/registration', { username: 'Worker' })).status).toBe(201);
  });

  test('204: the one this browser signed in with: it is signed out', async () => {
    const { world, ada } = await registered();
    await link(world, ada, 'work');
    expect((await ada.delete(`/api/account/identities/${await idOf(ada, 'a')}`)).status).toBe(204);
    expect(ada.cookies.has('__Host-session')).toBe(false);
    expect((await callerOf(world, 'Ada')).value).toMatchObject({
      identities: [{ label: 'w•••@example.com' }],
      sessions: [],
    });
  });

  test('204: for one that is gone, never existed or is another’s, nothing is written', async () => {
    const { world, ada } = await registered();
    const eve = actor(world, 'eve');
    await eve.register('Eve');
    await link(world, ada, 'work');
    const id = await idOf(ada, 'w');
    await ada.delete(`/api/account/identities/${id}`);
    const before = world.store.contents('accounts');
    for (const gone of [id, 'x', await idOf(eve, 'e')]) {
      expect((await ada.delete(`/api/account/identities/${gone}`)).status).toBe(204);
    }
    expect(world.store.contents('accounts')).toEqual(before);
  });

  test('409 last-identity: the only one stays', async () => {
    const { world, ada } = await registered();
    const before = world.store.snapshot();
    expect(await ada.delete(`/api/account/identities/${await idOf(ada, 'a')}`)).toMatchObject({
      status: 409,
      json: { code: 'last-identity' },
    });
    expect(world.store.snapshot()).toEqual(before);
  });

  test('403 fresh-sign-in-needed: after ten minutes, and without a time at all', async () => {
    const { world, ada } = await registered();
    await link(world, ada, 'work');
    const id = await idOf(ada, 'w');
    world.clock.advance(10 * minute);
    expect(await ada.delete(`/api/account/identities/${id}`)).toMatchObject({
      status: 403,
      json: { code: 'fresh-sign-in-needed' },
    });
    const timeless = actor(world, { id: 'ada', authenticatedAt: undefined });
    await timeless.signIn();
    expect((await timeless.delete(`/api/account/identities/${id}`)).status).toBe(403);
    await ada.signIn('?purpose=fresh');
    expect((await ada.delete(`/api/account/identities/${id}`)).status).toBe(204);
  });

  test('401, 403: is for whoever is signed in to an account that is active', async () => {
    const { world, ada } = await registered();
    await link(world, ada, 'work');
    const path = `/api/account/identities/${await idOf(ada, 'w')}`;
    expect((await actor(world, 'nobody').delete(path)).status).toBe(401);
    await putRoot(world, 'Ada', { state: 'closed' });
    expect(await ada.delete(path)).toMatchObject({ status: 403, json: { code: 'account-closed' } });
    await putRoot(world, 'Ada', { state: 'active' });
    world.clock.advance(day);
    expect((await ada.delete(path)).status).toBe(401);
    expect((await callerOf(world, 'Ada')).value.identities).toHaveLength(2);
  });
});

describe('GET /api/account/identities', () => {
  test('401, 403: is for whoever is signed in to an account that is active', async () => {
    const { world, ada } = await registered();
    expect((await actor(world, 'nobody').get('/api/account/identities')).status).toBe(401);
    await putRoot(world, 'Ada', { state: 'restoring' });
    expect((await ada.get('/api/account/identities')).status).toBe(403);
    await putRoot(world, 'Ada', { state: 'active' });
    world.clock.advance(day);
    expect((await ada.get('/api/account/identities')).status).toBe(401);
  });
});
