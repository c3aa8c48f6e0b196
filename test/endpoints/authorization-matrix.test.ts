import { beforeAll, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../shared/http/endpoint.ts';
import { may, type Right, ruleOf, type Standing } from '../../shared/organizations/policy.ts';
import { type Actor, type Answered, actor } from '../support/browser-actor.ts';
import { accept, invite, join, register, setState } from '../support/organization-scene.ts';
import { isOfPackage } from '../support/package-endpoints.ts';
import type { Snapshot } from '../support/table-simulator/table-store.ts';
import { allEndpoints, createWorld, type World } from '../support/world.ts';

/** What is about one package has a matrix of its own. */
const ownEndpoints = allEndpoints.filter((endpoint) => !isOfPackage(endpoint));

/**
 * Who calls. `standing` is how they stand to the organization Acme by its current rows; each is a different person, so
 * that nobody is stopped by what another test left behind.
 */
interface Caller {
  readonly who: string;
  readonly username: string;
  readonly session: 'live' | 'none' | 'ended' | 'of a closed account';
  readonly standing: Standing;
  /** Acme is closed. */
  readonly isClosed?: true;
}
const callers: readonly Caller[] = [
  { who: 'anonymous', username: 'Any-One', session: 'none', standing: 'stranger' },
  { who: 'stale session of an admin', username: 'Sta-Stale', session: 'ended', standing: 'admin' },
  { who: 'closed account of an admin', username: 'Clo-Closed', session: 'of a closed account', standing: 'admin' },
  { who: 'stranger', username: 'Sam-Stranger', session: 'live', standing: 'stranger' },
  { who: 'admin elsewhere', username: 'Eli-Elsewhere', session: 'live', standing: 'stranger' },
  { who: 'removed admin', username: 'Rob-Removed', session: 'live', standing: 'stranger' },
  { who: 'invited', username: 'Ivy-Invited', session: 'live', standing: 'invited' },
  { who: 'collaborator', username: 'Col-Helper', session: 'live', standing: 'collaborator' },
  { who: 'admin', username: 'Ann-Admin', session: 'live', standing: 'admin' },
  { who: 'admin of a closed one', username: 'Ann-Admin', session: 'live', standing: 'admin', isClosed: true },
  {
    who: 'collaborator of a closed one',
    username: 'Col-Helper',
    session: 'live',
    standing: 'collaborator',
    isClosed: true,
  },
  { who: 'stranger to a closed one', username: 'Sam-Stranger', session: 'live', standing: 'stranger', isClosed: true },
  { who: 'invited to a closed one', username: 'Ivy-Invited', session: 'live', standing: 'invited', isClosed: true },
];

/** One thing an endpoint does: under which right of the policy, and the result for those who may. */
interface Sample {
  readonly right?: Right;
  readonly path: (self: Caller) => string;
  /** JSON, or the fields of a form. */
  readonly body?: (self: Caller) => Record<string, string>;
  readonly status: number;
}

const acme = '/api/organizations/Acme';
const page = '/organizations/Acme';
const to = (path: string) => () => path;
/** Those who may delete are told that this is not the name, and nothing is deleted. */
const anotherName = { name: 'Another', plan: 'none' };

/** By the name of the endpoint. One that is not here fails; so does one whose samples do not show all of its rights. */
const samples: Readonly<Record<string, readonly Sample[]>> = {
  'start-sign-in': [{ path: to('/sign-in'), status: 303 }],
  'complete-sign-in': [{ path: to('/sign-in/callback'), status: 400 }],
  'sign-out': [{ path: to('/sign-out'), status: 204 }],
  'show-session': [{ path: to('/api/session'), status: 200 }],
  'show-registration': [{ path: to('/api/registration'), status: 200 }],
  'claim-username': [{ path: to('/api/registration'), body: () => ({ username: 'New-Name' }), status: 201 }],
  'forget-registration': [{ path: to('/api/registration'), status: 204 }],
  'check-name': [{ path: to('/api/names/New-Name'), status: 200 }],
  'show-public-account': [{ path: to('/api/accounts/Kim-Keeper'), status: 200 }],
  'show-account': [{ path: to('/api/account'), status: 200 }],
  'list-sessions': [{ path: to('/api/account/sessions'), status: 200 }],
  'end-other-sessions': [{ path: to('/api/account/sessions'), status: 204 }],
  'end-session': [{ path: to('/api/account/sessions/unknown'), status: 204 }],
  'list-identities': [{ path: to('/api/account/identities'), status: 200 }],
  'unlink-identity': [{ path: to('/api/account/identities/unknown'), status: 204 }],
  'show-history': [{ path: to('/api/account/history'), status: 200 }],
  'export-account': [{ path: to('/api/account/export'), status: 200 }],
  'list-own-organizations': [{ path: to('/api/account/organizations'), status: 200 }],
  'list-packages-of-account': [{ path: to('/api/accounts/Kim-Keeper/packages'), status: 200 }],
  'list-own-packages': [{ path: to('/api/account/packages'), status: 200 }],
  'list-received-offers': [{ path: to('/api/account/offers'), status: 200 }],
  'list-received-invitations': [{ path: to('/api/account/invitations'), status: 200 }],
  'create-organization': [{ path: to('/api/organizations'), body: () => ({ name: 'New-Name' }), status: 201 }],
  'show-organization': [{ right: 'organization:see', path: to(acme), status: 200 }],
  'list-members': [{ right: 'members:see', path: to(`${acme}/members`), status: 200 }],
  'change-member-role': [
    {
      right: 'member:change-role',
      path: to(`${acme}/members/Gus-Member`),
      body: () => ({ role: 'admin' }),
      status: 200,
    },
    {
      right: 'member:keep-role',
      path: (self) => `${acme}/members/${self.username}`,
      body: (self) => ({ role: self.standing === 'admin' ? 'admin' : 'collaborator' }),
      status: 200,
    },
  ],
  'remove-member': [
    { right: 'member:remove', path: to(`${acme}/members/Gus-Member`), status: 204 },
    { right: 'member:leave', path: (self) => `${acme}/members/${self.username}`, status: 204 },
  ],
  'list-invitations': [{ right: 'invitations:see', path: to(`${acme}/invitations`), status: 200 }],
  'invite-user': [
    {
      right: 'invitation:send',
      path: to(`${acme}/invitations`),
      body: () => ({ username: 'Nic-Newcomer', role: 'admin' }),
      status: 201,
    },
  ],
  'accept-invitation': [
    { right: 'invitation:accept', path: (self) => `${acme}/invitations/${self.username}/acceptance`, status: 200 },
  ],
  'remove-invitation': [
    { right: 'invitation:withdraw', path: to(`${acme}/invitations/Pat-Pending`), status: 204 },
    { right: 'invitation:decline', path: (self) => `${acme}/invitations/${self.username}`, status: 204 },
  ],
  'list-organization-history': [{ right: 'history:see', path: to(`${acme}/history`), status: 200 }],
  'show-deletion': [{ path: to('/api/account/deletion'), status: 200 }],
  'request-deletion': [{ path: to('/api/account/deletion'), body: () => anotherName, status: 422 }],
  'restore-account': [{ path: to('/api/account/deletion'), status: 200 }],
  'show-organization-deletion': [{ right: 'deletion:see', path: to(`${acme}/deletion`), status: 200 }],
  'request-organization-deletion': [
    { right: 'deletion:request', path: to(`${acme}/deletion`), body: () => anotherName, status: 422 },
  ],
  'restore-organization': [{ right: 'deletion:restore', path: to(`${acme}/deletion`), status: 200 }],
  'list-organization-packages': [{ right: 'packages:see', path: to(`${acme}/packages`), status: 200 }],
  'list-organization-offers': [{ right: 'received-offers:see', path: to(`${acme}/offers`), status: 200 }],
  health: [{ path: to('/api/health'), status: 200 }],
  ready: [{ path: to('/api/ready'), status: 200 }],
  openapi: [{ path: to('/openapi.json'), status: 200 }],
  'account-export-schema': [{ path: to('/schemas/account-export.json'), status: 200 }],

  'show-home-page': [{ path: to('/'), status: 200 }],
  'show-register-page': [{ path: to('/register'), status: 200 }],
  'submit-register-page': [{ path: to('/register'), body: () => ({ act: 'forget' }), status: 303 }],
  'show-account-page': [{ path: to('/account'), status: 200 }],
  'show-sessions-page': [{ path: to('/account/sessions'), status: 200 }],
  'submit-sessions-page': [{ path: to('/account/sessions'), body: () => ({ act: 'end-others' }), status: 303 }],
  'show-identities-page': [{ path: to('/account/identities'), status: 200 }],
  'submit-identities-page': [
    { path: to('/account/identities'), body: () => ({ act: 'unlink', id: 'unknown' }), status: 303 },
  ],
  'show-history-page': [{ path: to('/account/history'), status: 200 }],
  'show-privacy-page': [{ path: to('/privacy'), status: 200 }],
  'show-account-deletion-page': [{ path: to('/account/deletion'), status: 200 }],
  'submit-account-deletion-page': [
    { path: to('/account/deletion'), body: () => ({ act: 'delete', ...anotherName }), status: 422 },
  ],
  'show-organization-deletion-page': [{ right: 'deletion:see', path: to(`${page}/deletion`), status: 200 }],
  'submit-organization-deletion-page': [
    {
      right: 'deletion:request',
      path: to(`${page}/deletion`),
      body: () => ({ act: 'delete', ...anotherName }),
      status: 422,
    },
    { right: 'deletion:restore', path: to(`${page}/deletion`), body: () => ({ act: 'restore' }), status: 303 },
  ],
  'show-own-organizations-page': [{ path: to('/account/organizations'), status: 200 }],
  'show-new-organization-page': [{ path: to('/account/organizations/new'), status: 200 }],
  'submit-new-organization-page': [
    { path: to('/account/organizations/new'), body: () => ({ act: 'create', name: 'New-Name' }), status: 303 },
  ],
  'show-received-invitations-page': [{ path: to('/account/invitations'), status: 200 }],
  'submit-received-invitations-page': [
    {
      right: 'invitation:accept',
      path: to('/account/invitations'),
      body: () => ({ act: 'accept', organization: 'Acme' }),
      status: 303,
    },
    {
      right: 'invitation:decline',
      path: to('/account/invitations'),
      body: () => ({ act: 'decline', organization: 'Acme' }),
      status: 303,
    },
  ],
  'show-organization-page': [{ right: 'organization:see', path: to(page), status: 200 }],
  'submit-organization-page': [{ right: 'member:leave', path: to(page), body: () => ({ act: 'leave' }), status: 303 }],
  'show-organization-members-page': [{ right: 'members:see', path: to(`${page}/members`), status: 200 }],
  'submit-organization-members-page': [
    {
      right: 'member:change-role',
      path: to(`${page}/members`),
      body: () => ({ act: 'change', username: 'Gus-Member', role: 'admin' }),
      status: 303,
    },
    {
      right: 'member:keep-role',
      path: to(`${page}/members`),
      body: (self) => ({
        act: 'change',
        username: self.username,
        role: self.standing === 'admin' ? 'admin' : 'collaborator',
      }),
      status: 303,
    },
    {
      right: 'member:remove',
      path: to(`${page}/members`),
      body: () => ({ act: 'remove', username: 'Gus-Member' }),
      status: 303,
    },
    {
      right: 'member:leave',
      path: to(`${page}/members`),
      body: (self) => ({ act: 'remove', username: self.username }),
      status: 303,
    },
  ],
  'show-organization-invitations-page': [{ right: 'invitations:see', path: to(`${page}/invitations`), status: 200 }],
  'submit-organization-invitations-page': [
    {
      right: 'invitation:send',
      path: to(`${page}/invitations`),
      body: () => ({ act: 'invite', username: 'Nic-Newcomer', role: 'admin' }),
      status: 303,
    },
    {
      right: 'invitation:withdraw',
      path: to(`${page}/invitations`),
      body: () => ({ act: 'withdraw', invitee: 'Pat-Pending' }),
      status: 303,
    },
    {
      right: 'invitation:decline',
      path: to(`${page}/invitations`),
      body: (self) => ({ act: 'withdraw', invitee: self.username }),
      status: 303,
    },
  ],
  'show-organization-history-page': [{ right: 'history:see', path: to(`${page}/history`), status: 200 }],
  'show-own-packages-page': [{ path: to('/account/packages'), status: 200 }],
  'show-organization-packages-page': [{ right: 'packages:see', path: to(`${page}/packages`), status: 200 }],
  'show-profile-page': [{ path: to('/profiles/Kim-Keeper'), status: 200 }],
  'show-problem-page': [{ path: to('/problems/busy'), status: 200 }],
  stylesheet: [{ path: to('/styles/unknown'), status: 404 }],
  icon: [{ path: to('/icon.svg'), status: 200 }],
};

/** What the definition of an endpoint and the policy say about this cell. */
function expectedOf(endpoint: Endpoint, sample: Sample, caller: Caller): number {
  if (endpoint.caller === 'anyone') return sample.status;
  if (endpoint.caller === 'registration') return 401;
  if (caller.session === 'none' || caller.session === 'ended') return 401;
  if (caller.session === 'of a closed account' && !endpoint.admitsClosed) return 403;
  if (!sample.right || may(sample.right, caller.standing, caller.isClosed ? 'closed' : 'active')) return sample.status;
  return caller.standing === 'admin' || caller.standing === 'collaborator' ? 403 : 404;
}

let world: World;
let snapshot: Snapshot;
const cookies = new Map<string, Map<string, string>>();

/** Acme with somebody in every position, once; each cell begins from its snapshot. */
beforeAll(async () => {
  world = await createWorld();
  const names = ['Kim-Keeper', 'Gus-Member', 'Pat-Pending', 'Nic-Newcomer', ...callers.map(({ username }) => username)];
  const unique = [...new Set(names)];
  const actors = new Map((await register(world, ...unique)).map((one, index) => [unique[index], one] as const));
  const at = (name: string) => actors.get(name) as Actor;
  const kim = at('Kim-Keeper');
  await kim.post('/api/organizations', { name: 'Acme' });
  await at('Eli-Elsewhere').post('/api/organizations', { name: 'Zeta' });
  for (const name of ['Sta-Stale', 'Clo-Closed', 'Rob-Removed', 'Ann-Admin']) await join(kim, at(name), name, 'admin');
  for (const name of ['Gus-Member', 'Col-Helper']) await join(kim, at(name), name);
  for (const name of ['Pat-Pending', 'Ivy-Invited']) await invite(kim, name);
  await kim.delete(`${acme}/members/Rob-Removed`);
  for (const [name, one] of actors) {
    one.cookies.delete('__Host-registration');
    cookies.set(name ?? '', new Map(one.cookies));
  }
  await at('Sta-Stale').post('/sign-out');
  await setState(world, 'Clo-Closed', 'closed');
  snapshot = world.store.snapshot();
});

async function prepare(caller: Caller): Promise<void> {
  world.store.restore(snapshot);
  if (caller.isClosed) await setState(world, 'Acme', 'closed');
}

/** Every row but hints: whoever lists theirs forgets those that say nothing. */
function facts() {
  return world.store.rows('accounts').filter(({ RowKey }) => !/^(invited|membership):/.test(RowKey));
}

async function send(endpoint: Endpoint, sample: Sample, caller: Caller): Promise<Answered> {
  const kept = caller.session === 'none' ? new Map<string, string>() : new Map(cookies.get(caller.username));
  const one = actor(world, caller.username, kept);
  const path = sample.path(caller);
  const body = sample.body?.(caller);
  switch (endpoint.method) {
    case 'GET':
      return await one.get(path);
    case 'PATCH':
      return await one.patch(path, body);
    case 'DELETE':
      return await one.delete(path);
    default:
      return endpoint.bodyType === 'form' ? await one.submit(path, body ?? {}) : await one.post(path, body);
  }
}

describe.each(ownEndpoints.map((endpoint) => [endpoint.name, endpoint] as const))('%s', (name, endpoint) => {
  const own = samples[name] ?? [];

  test('has a sample of everything it does', () => {
    expect(own.length).toBeGreaterThan(0);
    const shown = own.flatMap(({ right }) => right ?? []);
    expect(shown.toSorted()).toEqual([...(endpoint.rights ?? [])].toSorted());
  });

  const cells = own.flatMap((sample) =>
    callers.map(
      (caller) =>
        [caller.who, sample.right ?? 'as it is', expectedOf(endpoint, sample, caller), sample, caller] as const,
    ),
  );
  test.each(cells)('for %s: %s → %d', async (_who, _right, expected, sample, caller) => {
    await prepare(caller);
    const before = facts();
    const answer = await send(endpoint, sample, caller);
    expect([answer.status, answer.status === expected ? '' : answer.text]).toEqual([expected, '']);
    // A caller who may not do it has changed nothing.
    if (expected === 401 || expected === 403 || expected === 404) expect(facts()).toEqual(before);
  });
});

test('every standing and every right of the policy has a cell', () => {
  expect(new Set(callers.map(({ standing }) => standing))).toEqual(new Set(ruleOf('member:leave').allows));
  expect(new Set(Object.keys(samples))).toEqual(new Set(ownEndpoints.map(({ name }) => name)));
});

test('a stranger is told the same about an organization that exists and about one that does not', async () => {
  const stranger = callers.find(({ who }) => who === 'stranger') as Caller;
  for (const endpoint of ownEndpoints.filter(({ route }) => route.startsWith('api/organizations/{name}'))) {
    for (const sample of samples[endpoint.name] ?? []) {
      if (!sample.right || may(sample.right, 'stranger', 'active')) continue;
      await prepare(stranger);
      const there = await send(endpoint, sample, stranger);
      const elsewhere = { ...sample, path: (self: Caller) => sample.path(self).replace('Acme', 'Nowhere') };
      const missing = await send(endpoint, elsewhere, stranger);
      expect({ ...missing.json, instance: '' }).toEqual({ ...there.json, instance: '' });
      expect([missing.status, there.json.code]).toEqual([404, 'not-found']);
    }
  }
});

test('an invitation is answered once, by its invitee', async () => {
  await prepare({ who: 'Ivy', username: 'Ivy-Invited', session: 'live', standing: 'invited' });
  const ivy = actor(world, 'Ivy-Invited', new Map(cookies.get('Ivy-Invited')));
  expect((await accept(ivy, 'Ivy-Invited')).status).toBe(200);
  expect((await accept(ivy, 'Pat-Pending')).status).toBe(403);
});
