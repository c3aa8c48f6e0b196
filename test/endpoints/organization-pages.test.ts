import { describe, expect, test } from 'vitest';
import { invite, join, organizationScene, setState } from '../support/organization-scene.ts';

const formsIn = (html: string) => [...html.matchAll(/name="act" value="(\w+)"/g)].map(([, act]) => act).toSorted();
const alertsIn = (html: string) => html.split('role="alert"').length - 1;
const linksIn = (html: string) => [...html.matchAll(/href="(\/organizations\/[^"]*)"/g)].map(([, path]) => path);

describe('the pages of an organization', () => {
  test('lead an administrator through creating, inviting, accepting and promoting, and out again', async () => {
    const { ada, bob } = await organizationScene();
    const created = await bob.submit('/account/organizations/new', { act: 'create', name: 'Zeta' });
    expect([created.status, created.location]).toEqual([303, '/organizations/Zeta']);
    expect((await bob.get('/organizations/Zeta')).text).toContain('The organization is yours.');

    const invited = await bob.submit('/organizations/Zeta/invitations', {
      act: 'invite',
      username: 'Ada',
      role: 'collaborator',
    });
    expect([invited.status, invited.location]).toEqual([303, '/organizations/Zeta/invitations']);
    const offers = (await ada.get('/account/invitations')).text;
    expect(offers).toContain('Bob invites you as a collaborator');
    expect(formsIn(offers)).toEqual(['accept', 'decline']);

    const accepted = await ada.submit('/account/invitations', { act: 'accept', organization: 'Zeta' });
    expect([accepted.status, accepted.location]).toEqual([303, '/organizations/Zeta']);
    const promoted = await bob.submit('/organizations/Zeta/members', { act: 'change', username: 'Ada', role: 'admin' });
    expect(promoted.status).toBe(303);
    const left = await bob.submit('/organizations/Zeta', { act: 'leave' });
    expect([left.status, left.location]).toEqual([303, '/account/organizations']);
    expect((await bob.get('/organizations/Zeta')).status).toBe(404);
    expect((await ada.get('/organizations/Zeta/history')).text).toContain('Bob left.');
    expect((await ada.get('/account/organizations')).text).toContain('href="/organizations/Zeta"');
  });

  test('offer a collaborator only what the policy allows: to look, and to leave', async () => {
    const { ada, bob } = await organizationScene();
    await join(ada, bob, 'Bob');
    const overview = (await bob.get('/organizations/Acme')).text;
    expect(formsIn(overview)).toEqual(['leave']);
    expect(linksIn(overview)).toEqual([
      '/organizations/Acme',
      '/organizations/Acme/members',
      '/organizations/Acme/packages',
    ]);
    expect(formsIn((await bob.get('/organizations/Acme/members')).text)).toEqual([]);
    for (const place of ['invitations', 'history']) {
      const { status, text } = await bob.get(`/organizations/Acme/${place}`);
      expect([place, status, linksIn(text)]).toEqual([place, 403, ['/organizations/Acme']]);
    }
  });

  test('offer an administrator what the policy allows', async () => {
    const { ada, bob } = await organizationScene();
    await join(ada, bob, 'Bob');
    await invite(ada, 'Cyd');
    const path = '/organizations/Acme';
    expect(formsIn((await ada.get(`${path}/members`)).text)).toEqual(['change', 'change', 'remove', 'remove']);
    expect(formsIn((await ada.get(`${path}/invitations`)).text)).toEqual(['invite', 'withdraw']);
    expect(linksIn((await ada.get(path)).text)).toEqual([
      path,
      `${path}/members`,
      `${path}/invitations`,
      `${path}/packages`,
      `${path}/history`,
      `${path}/deletion`,
    ]);
  });

  test('offer no change while the organization is being closed', async () => {
    const { world, ada } = await organizationScene();
    await setState(world, 'Acme', 'closing');
    for (const place of ['', '/members', '/invitations']) {
      const { status, text } = await ada.get(`/organizations/Acme${place}`);
      expect([place, status, formsIn(text)]).toEqual([place, 200, []]);
    }
  });

  test('say what was wrong beside what was typed, and keep it', async () => {
    const { ada, bob } = await organizationScene();
    const refused = await ada.submit('/organizations/Acme/invitations', {
      act: 'invite',
      username: 'Zed',
      role: 'admin',
    });
    expect(refused.status).toBe(404);
    expect(refused.text).toContain('role="alert"');
    expect(refused.text).toContain('value="Zed"');
    expect(refused.text).toContain('<option value="admin" selected>');
    expect(refused.text).toContain('aria-invalid="true"');
    const last = await ada.submit('/organizations/Acme', { act: 'leave' });
    expect([last.status, last.text.includes('is the only administrator')]).toEqual([409, true]);
    const taken = await bob.submit('/account/organizations/new', { act: 'create', name: 'acme' });
    expect([taken.status, taken.text.includes('aria-invalid="true"')]).toEqual([409, true]);
    const gone = await bob.submit('/account/invitations', { act: 'accept', organization: 'Acme' });
    expect([gone.status, gone.text.includes('role="alert"')]).toEqual([404, true]);
  });

  test('say above the list why a form was refused whose row is gone', async () => {
    const { ada, bob } = await organizationScene();
    await join(ada, bob, 'Bob');
    const members = '/organizations/Acme/members';
    await ada.submit(members, { act: 'remove', username: 'Bob' });
    const stale = await ada.submit(members, { act: 'change', username: 'Bob', role: 'admin' });
    expect([stale.status, alertsIn(stale.text)]).toEqual([404, 1]);
    expect(stale.text).toContain('“Bob” is not a member of “Acme”.');
    const never = await ada.submit('/organizations/Acme/invitations', { act: 'withdraw', invitee: 'Zed' });
    expect([never.status, alertsIn(never.text)]).toEqual([404, 1]);
    const last = await ada.submit(members, { act: 'remove', username: 'Ada' });
    expect([last.status, alertsIn(last.text)]).toEqual([409, 1]);
  });

  test('let a refusal take the focus, and say afterwards what was done before', async () => {
    const { ada } = await organizationScene();
    await ada.submit('/organizations/Acme/invitations', { act: 'invite', username: 'Bob', role: 'admin' });
    const refused = (await ada.submit('/organizations/Acme', { act: 'leave' })).text;
    expect(refused).toContain('role="alert" tabindex="-1" autofocus');
    expect(refused.split(' autofocus')).toHaveLength(2);
    const unknown = { act: 'invite', username: 'Zed', role: 'admin' };
    const beside = (await ada.submit('/organizations/Acme/invitations', unknown)).text;
    expect(beside.split(' autofocus')).toHaveLength(2);
    expect((await ada.get('/organizations/Acme')).text).toContain('The invitation was sent.');
  });

  test('say of an invitation that lost its ground why it can no longer be accepted', async () => {
    const { ada, bob, cyd } = await organizationScene();
    await join(ada, bob, 'Bob', 'admin');
    await invite(bob, 'Cyd');
    const path = '/organizations/Acme/invitations';
    expect((await ada.get(path)).text).not.toContain('no longer valid');
    await ada.submit('/organizations/Acme/members', { act: 'change', username: 'Bob', role: 'collaborator' });
    expect((await ada.get(path)).text).toContain('no longer valid: Bob is no longer the administrator who sent it');
    expect((await cyd.get('/account/invitations')).text).toContain('No invitation is waiting');
  });

  test('say of an invitation that was withdrawn that it is gone, as of one that never was', async () => {
    const { ada, bob, cyd } = await organizationScene();
    await invite(ada, 'Bob');
    await ada.submit('/organizations/Acme/invitations', { act: 'withdraw', invitee: 'Bob' });
    for (const [somebody, organization] of [
      [bob, 'Acme'],
      [cyd, 'Acme'],
      [cyd, 'Nowhere'],
    ] as const) {
      const { status, text } = await somebody.submit('/account/invitations', { act: 'accept', organization });
      expect(status).toBe(404);
      expect(text).toContain('This invitation is no longer there: it was withdrawn or answered');
      expect(text).not.toContain('There is nothing here');
    }
  });

  test('say of an invitation that was answered before it was withdrawn that there is none, and the other way round', async () => {
    const { ada, bob } = await organizationScene();
    await invite(ada, 'Bob');
    await bob.submit('/account/invitations', { act: 'decline', organization: 'Acme' });
    expect((await bob.get('/account/invitations')).text).toContain('You declined the invitation.');
    await ada.submit('/organizations/Acme/invitations', { act: 'withdraw', invitee: 'Bob' });
    expect((await ada.get('/organizations/Acme/invitations')).text).toContain('There is no invitation any more.');
    await bob.submit('/account/invitations', { act: 'decline', organization: 'Acme' });
    expect((await bob.get('/account/invitations')).text).toContain('There is no invitation any more.');
  });

  test('lead back to one’s own organizations, and say when there are none', async () => {
    const { ada, bob } = await organizationScene();
    for (const place of ['', '/members', '/invitations', '/packages', '/history']) {
      const { text } = await ada.get(`/organizations/Acme${place}`);
      expect(text).toContain('href="/account/organizations">Your organizations</a>');
    }
    expect((await bob.get('/account/organizations')).text).toContain('You are in no organization yet.');
    const end = `?cursor=${Buffer.from('zzz').toString('base64url')}`;
    expect((await ada.get(`/account/organizations${end}`)).text).toContain('You are in none that is shown here.');
  });

  test('lead members from another spelling to the right one, and tell strangers nothing', async () => {
    const { ada, bob } = await organizationScene();
    for (const place of ['', '/members', '/invitations', '/history']) {
      const { status, location } = await ada.get(`/organizations/acme${place}`);
      expect([status, location]).toEqual([303, `/organizations/Acme${place}`]);
      expect((await bob.get(`/organizations/acme${place}`)).status).toBe(404);
    }
  });

  test('show an organization to anybody as an account', async () => {
    const { bob } = await organizationScene();
    expect((await bob.get('/profiles/Acme')).text).toContain('An organization of this registry');
    expect((await bob.get('/profiles/acme')).location).toBe('/profiles/Acme');
  });

  test('refuse what is not a cursor', async () => {
    const { ada } = await organizationScene();
    for (const path of ['/organizations/Acme/members', '/account/organizations', '/account/invitations']) {
      expect((await ada.get(`${path}?cursor=%3A`)).status).toBe(400);
    }
  });
});
