import { describe, expect, test } from 'vitest';
import { interruption } from '../support/interruption.ts';
import { join } from '../support/organization-scene.ts';
import { acceptOffer, offer, owningOrganizationScene, packageScene, share } from '../support/package-scene.ts';
import { createWorld } from '../support/world.ts';

const formsIn = (html: string) => [...html.matchAll(/name="act" value="(\w+)"/g)].map(([, act]) => act).toSorted();
const headingsIn = (html: string) => [...html.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, heading]) => heading);
const linksIn = (html: string) => [...html.matchAll(/href="(\/packages\/[^"]*)"/g)].map(([, path]) => path);

describe('the pages of packages', () => {
  test('lead owners through offering, accepting, withdrawing, removing and giving up', async () => {
    const { ada, bob } = await packageScene();
    const page = '/packages/Json.Net/owners';
    const offered = await ada.submit(page, { act: 'offer', account: 'Bob' });
    expect([offered.status, offered.location]).toEqual([303, page]);
    expect((await ada.get(page)).text).toContain('The offer was made.');

    const received = (await bob.get('/account/packages')).text;
    expect(received).toContain('Ada offers ownership');
    expect(formsIn(received)).toEqual(['accept', 'decline']);
    const accepted = await bob.submit('/account/packages', { act: 'accept', package: 'Json.Net' });
    expect([accepted.status, accepted.location]).toEqual([303, '/account/packages']);
    const owned = (await bob.get('/account/packages')).text;
    expect(owned).toContain('href="/packages/Json.Net"');
    expect(owned).toContain('You own the package now.');

    await bob.submit(page, { act: 'offer', account: 'Cyd' });
    for (const said of ['The offer was withdrawn.', 'There is no offer any more.']) {
      expect((await bob.submit(page, { act: 'withdraw', offered: 'Cyd' })).location).toBe(page);
      expect((await bob.get(page)).text).toContain(said);
    }
    const choice = (await ada.get(page)).text;
    expect([choice.includes('Give up ownership'), choice.includes('Remove Bob')]).toEqual([true, true]);
    const left = await ada.submit(page, { act: 'remove', owner: 'Ada' });
    expect([left.status, left.location]).toEqual([303, '/packages/Json.Net']);
    expect((await ada.get('/packages/Json.Net')).text).toContain('You gave up your ownership of this package.');
    const history = (await bob.get('/packages/Json.Net/history')).text;
    expect(history).toContain('Ada gave up ownership.');
    expect(history).toContain('Bob withdrew the offer to Cyd.');
    expect((await ada.get(page)).status).toBe(403);
  });

  test('show anybody whose it is, users and organizations alike, and lead to its first spelling', async () => {
    const { ada, bob } = await packageScene();
    await offer(ada, 'Acme');
    const { text } = await bob.get('/packages/Json.Net');
    expect(text).toContain('href="/profiles/Acme"');
    expect(text).toContain('href="/profiles/Ada"');
    expect([formsIn(text), linksIn(text)]).toEqual([[], []]);
    expect((await bob.get('/packages/json.net')).location).toBe('/packages/Json.Net');
    expect((await bob.get('/packages/Nothing')).status).toBe(404);
  });

  test('say of an owner who was removed no more than is true of one who still acts for another owner', async () => {
    const { ada, bob } = await packageScene();
    const path = '/packages/Json.Net';
    await share(ada, bob, 'Bob');
    await offer(ada, 'Acme');
    await bob.submit(`${path}/owners`, { act: 'remove', owner: 'Ada' });
    expect((await bob.get(path)).text).toContain('Their rights as an owner of this package have ended.');
    expect((await ada.get(`${path}/owners`)).status).toBe(200);
  });

  test('offer an owner what the policy allows, and a collaborator no more than anybody', async () => {
    const { ada, bob } = await owningOrganizationScene();
    const path = '/packages/Acme.Core';
    expect(linksIn((await ada.get(path)).text)).toEqual([path, `${path}/owners`, `${path}/history`]);
    const { text } = await ada.get(`${path}/owners`);
    expect(formsIn(text)).toEqual(['offer', 'remove']);
    expect(headingsIn(text)).toEqual(['Owners', 'Offer ownership', 'Waiting for an answer']);
    expect(linksIn((await bob.get(path)).text)).toEqual([]);
    const refused = await bob.get(`${path}/owners`);
    expect([refused.status, linksIn(refused.text)]).toEqual([403, [path]]);
    expect((await bob.get('/organizations/Acme/packages')).text).toContain(`href="${path}"`);
  });

  test('let administrators answer for their organization, and nobody else see what it was offered', async () => {
    const { ada, bob, cyd } = await packageScene();
    await join(ada, bob, 'Bob');
    await share(ada, cyd, 'Cyd');
    await offer(cyd, 'Acme');
    const path = '/organizations/Acme/packages';
    expect(formsIn((await bob.get(path)).text)).toEqual([]);
    expect(formsIn((await ada.get(path)).text)).toEqual(['accept', 'decline']);
    expect((await bob.submit(path, { act: 'accept', package: 'Json.Net' })).status).toBe(403);
    expect((await ada.submit(path, { act: 'accept', package: 'Json.Net' })).location).toBe(path);
    expect((await ada.get(path)).text).toContain('The organization owns the package now.');
    expect((await bob.get(path)).text).toContain('href="/packages/Json.Net"');
  });

  test('tell whoever was offered a package so, wherever they are at home, until they answer', async () => {
    const { ada, bob } = await packageScene();
    const mark = '<a class="mark" href="/account/packages">You have offers</a>';
    await offer(ada, 'Bob');
    for (const path of ['/', '/account', '/account/sessions', '/account/packages']) {
      expect((await bob.get(path)).text).toContain(mark);
    }
    await bob.submit('/account/packages', { act: 'decline', package: 'Json.Net' });
    expect((await bob.get('/account')).text).not.toContain(mark);
  });

  test('say of an offer that was withdrawn that it is gone', async () => {
    const { ada, bob } = await packageScene();
    await offer(ada, 'Bob');
    await ada.submit('/packages/Json.Net/owners', { act: 'withdraw', offered: 'Bob' });
    const { status, text } = await bob.submit('/account/packages', { act: 'accept', package: 'Json.Net' });
    expect(status).toBe(404);
    expect(text).toContain('This offer is no longer there: it was withdrawn or answered');
  });

  test('show on the profile of an owner, user or organization, what it owns', async () => {
    const { world, ada } = await packageScene();
    await offer(ada, 'Acme');
    for (const name of ['Ada', 'Acme']) {
      const { text } = await world.send('GET', `/profiles/${name}`);
      expect([name, linksIn(text)]).toEqual([name, ['/packages/Json.Net']]);
    }
    const { text } = await world.send('GET', '/profiles/Bob');
    expect([linksIn(text), text.includes('Packages')]).toEqual([[], false]);
    expect((await world.send('GET', '/profiles/Ada?cursor=%3A')).status).toBe(400);
  });

  test('lead back to one’s own packages, and say when there are none', async () => {
    const { ada, bob } = await packageScene();
    const back = 'href="/account/packages">Your packages</a>';
    for (const place of ['', '/owners', '/history']) {
      expect((await ada.get(`/packages/Json.Net${place}`)).text).toContain(back);
    }
    expect((await bob.get('/packages/Json.Net')).text).not.toContain(back);
    expect((await bob.get('/account/packages')).text).toContain('You own no package yet.');
    const end = `?cursor=${Buffer.from('zzz').toString('base64url')}`;
    expect((await ada.get(`/account/packages${end}`)).text).toContain('You own none that is shown here.');
    expect((await ada.get('/organizations/Acme/packages')).text).toContain('It owns no package yet.');
  });

  test('say of an offer that lost its ground why it can no longer be accepted', async () => {
    const { ada, bob, cyd } = await packageScene();
    await offer(ada, 'Acme');
    await share(ada, bob, 'Bob');
    await offer(bob, 'Cyd');
    const path = '/packages/Json.Net/owners';
    expect((await ada.get(path)).text).not.toContain('no longer valid');
    await ada.submit(path, { act: 'remove', owner: 'Bob' });
    expect((await ada.get(path)).text).toContain('no longer valid: Bob is no longer the owner who made it');
    await join(ada, bob, 'Bob', 'admin');
    await ada.delete('/api/packages/Json.Net/owners/Ada');
    await ada.submit(path, { act: 'withdraw', offered: 'Cyd' });
    await offer(bob, 'Cyd');
    await ada.submit('/organizations/Acme/members', { act: 'change', username: 'Bob', role: 'collaborator' });
    // Even where he is an administrator again.
    await ada.submit('/organizations/Acme/members', { act: 'change', username: 'Bob', role: 'admin' });
    expect((await ada.get(path)).text).toContain('no longer valid: Bob or Acme lost the right to make it');
    expect((await acceptOffer(cyd, 'Cyd')).json.detail).toContain(
      '“Bob” or “Acme” has lost the right to make this offer',
    );
    expect((await cyd.get('/account/packages')).text).not.toContain('Offered');
  });

  // Show whoever owns it in `overview.ts` even where nobody does.
  test('show no package without an owner: one that is being removed is gone', async () => {
    const { world, backend } = await packageScene();
    const hold = interruption();
    const there = await createWorld({ beside: world, tables: hold.tables });
    hold.before(2, () => backend.delete('/api/packages/Json.Net'));
    expect((await there.send('GET', '/packages/Json.Net')).status).toBe(404);
    expect(hold.hasHappened()).toBe(true);
  });

  test('say beside the form why it was refused', async () => {
    const { ada } = await packageScene();
    const page = '/packages/Json.Net/owners';
    const unknown = await ada.submit(page, { act: 'offer', account: 'bob' });
    expect(unknown.status).toBe(404);
    expect(unknown.text).toContain('Did you mean “Bob”?');
    const last = await ada.submit(page, { act: 'remove', owner: 'Ada' });
    expect(last.status).toBe(409);
    expect(last.text).toContain('is the only owner');
    for (const stale of [
      { act: 'remove', owner: 'Zed' },
      { act: 'withdraw', offered: 'Zed' },
    ]) {
      const { status, text } = await ada.submit(page, stale);
      expect([status, text.split('role="alert"').length - 1]).toEqual([404, 1]);
    }
    const gone = await ada.submit('/account/packages', { act: 'accept', package: 'Json.Net.Extras' });
    expect(gone.status).toBe(404);
    expect(gone.text).toContain('role="alert"');
  });
});
