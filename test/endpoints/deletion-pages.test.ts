import { describe, expect, test } from 'vitest';
import { leave, offer, ofOrganization, publish } from '../support/deletion-scene.ts';
import { invite, join, organizationScene, setState } from '../support/organization-scene.ts';

const headingIn = (html: string) => /<h1>(.*?)<\/h1>/.exec(html)?.[1];
const titleIn = (html: string) => /<title>(.*?) – /.exec(html)?.[1];

describe('the pages of a deletion', () => {
  test.each([
    ['closing', 'Your account is being closed', '“Acme” is being closed'],
    ['closed', 'Your account is closed', '“Acme” is closed'],
    ['restoring', 'Your account is being restored', '“Acme” is being restored'],
  ] as const)('are called by where it is: %s', async (state, own, acmes) => {
    const { world, ada, bob } = await organizationScene();
    await setState(world, 'Bob', state);
    await setState(world, 'Acme', state);
    const hers = (await ada.get('/organizations/Acme/deletion')).text;
    const his = (await bob.get('/account/deletion')).text;
    expect([headingIn(his), titleIn(his)]).toEqual([own, own]);
    expect([headingIn(hers), titleIn(hers)]).toEqual([acmes, acmes.replaceAll(/[“”]/g, '')]);
  });

  /** Delete the `Refusal` of `Begun`. */
  test('say why they refuse what somebody else has meanwhile begun', async () => {
    const { ada, bob } = await organizationScene();
    await join(ada, bob, 'Bob', 'admin');
    await leave(ada, 'Acme', ofOrganization('Acme'));
    const late = await bob.submit('/organizations/Acme/deletion', { act: 'delete', name: 'acme', plan: 'as shown' });
    expect(late.status).toBe(422);
    expect(late.text).toMatch(/role="alert".*That is not the name of the organization/s);
  });

  test('are where the lists of an administrator lead when an organization is closed; a member is led back', async () => {
    const { ada, bob } = await organizationScene();
    await join(ada, bob, 'Bob');
    await leave(ada, 'Acme', ofOrganization('Acme'));
    expect((await ada.get('/account/organizations')).text).toContain('href="/organizations/Acme/deletion"');
    expect((await ada.get('/organizations/Acme/deletion')).text).toContain('href="/account/organizations"');
    expect((await bob.get('/account/organizations')).text).toContain('href="/organizations/Acme"');
    const refused = await bob.get('/organizations/Acme');
    expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('href="/account/organizations"')]);
  });

  /** Let `viewerOf` or the home page forget the state, and a returning user is led from refusal to refusal. */
  test('are all that a closed account is led to, and nothing waits for it', async () => {
    const { ada, bob } = await organizationScene();
    await invite(ada, 'Bob');
    expect((await bob.get('/')).text).toContain('You have invitations');
    await leave(bob, 'Bob');
    await bob.signIn();
    for (const path of ['/', '/account/deletion']) {
      const { text } = await bob.get(path);
      expect(text).toContain('href="/account/deletion"');
      expect(text).not.toContain('href="/account"');
      expect(text).not.toContain('You have invitations');
    }
  });
});

/** Let `wayOut` tell them apart by the page's path, and an active user is led to deleting their own account. */
test('whoever meets a closed account is led to restoring their own, or to their organizations', async () => {
  const { world, ada, bob } = await organizationScene();
  await join(ada, bob, 'Bob');
  const wayOut = (html: string) => /<a class="button" href="([^"]*)"/.exec(html)?.[1];

  await setState(world, 'Acme', 'restoring');
  const restoring = await ada.submit('/organizations/Acme/deletion', { act: 'delete', name: 'Acme', plan: 'as shown' });
  expect([restoring.status, wayOut(restoring.text)]).toEqual([403, '/account/organizations']);
  const again = await bob.submit('/account/invitations', { act: 'accept', organization: 'Acme' });
  expect([again.status, wayOut(again.text)]).toEqual([403, '/account/organizations']);

  await setState(world, 'Bob', 'closed');
  for (const path of ['/organizations/Acme', '/account']) {
    const { status, text } = await bob.get(path);
    expect([path, status, wayOut(text)]).toEqual([path, 403, '/account/deletion']);
  }
});

/** The compiler demands a sentence for each event; this checks that those are shown. */
test('histories tell in sentences what a deletion did', async () => {
  const { world, ada, bob, cyd } = await organizationScene();
  await join(ada, bob, 'Bob', 'admin');
  await publish(world, 'pad', 'Ada');
  await offer(world, 'pad', 'Ada', 'Acme');
  await ada.post('/api/packages/pad/offers/Acme/acceptance');
  await leave(bob, 'Bob');
  await bob.signIn();
  await bob.delete('/api/account/deletion');
  await leave(ada, 'Acme', ofOrganization('Acme'));
  await ada.delete(ofOrganization('Acme'));
  await invite(ada, 'Cyd');
  await leave(cyd, 'Cyd');
  const acmes = (await ada.get('/organizations/Acme/history')).text;
  expect(acmes).toContain('Bob closed their account; their seat is suspended.');
  expect(acmes).toContain('Bob restored their account; their seat counts again.');
  expect(acmes).toContain('Ada asked for the organization to be deleted.');
  expect(acmes).toContain('The organization was restored.');
  const pads = (await ada.get('/packages/pad/history')).text;
  expect(pads).toContain('Acme was closed; its ownership is suspended.');
  expect(pads).toContain('Acme was restored; its ownership counts again.');
  expect([acmes, pads].join()).not.toMatch(/(organization|package):\w+/);
});
