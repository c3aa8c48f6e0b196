import { beforeAll, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../shared/http/endpoint.ts';
import type { RegistryRole } from '../../shared/identity/registry-token.ts';
import { may, policy, type Right, type Standing, standings } from '../../shared/packages/policy.ts';
import { type Actor, type Answered, actor } from '../support/browser-actor.ts';
import { join, register, setState } from '../support/organization-scene.ts';
import { packageEndpoints } from '../support/package-endpoints.ts';
import { acceptOffer, offer, share } from '../support/package-scene.ts';
import { bearer, registry } from '../support/registry-actor.ts';
import type { Snapshot } from '../support/table-simulator/table-store.ts';
import { createWorld, type World } from '../support/world.ts';

/**
 * Who calls, and how they stand to the package Json.Net by its current rows. It belongs to Owen, to Kim and to the
 * organization Acme; each is a different person, so that nobody is stopped by what another left behind.
 */
interface Caller {
  readonly who: string;
  readonly username: string;
  readonly session: 'live' | 'none' | 'ended' | 'of a closed account';
  readonly standing: Standing;
  /** The application roles of a token beside the session; undefined where there is none. */
  readonly roles?: readonly RegistryRole[];
  readonly token?: string;
}
const callers: readonly Caller[] = [
  { who: 'anonymous', username: 'Any-One', session: 'none', standing: 'stranger' },
  { who: 'stale session of an owner', username: 'Sta-Stale', session: 'ended', standing: 'owner' },
  { who: 'closed account of an owner', username: 'Clo-Closed', session: 'of a closed account', standing: 'owner' },
  { who: 'stranger', username: 'Sam-Stranger', session: 'live', standing: 'stranger' },
  { who: 'owner of another package', username: 'Eli-Elsewhere', session: 'live', standing: 'stranger' },
  {
    who: 'admin of an organization that owns another',
    username: 'Zoe-Elsewhere',
    session: 'live',
    standing: 'stranger',
  },
  { who: 'removed owner', username: 'Rob-Removed', session: 'live', standing: 'stranger' },
  { who: 'removed admin of the owner', username: 'Rae-Removed', session: 'live', standing: 'stranger' },
  { who: 'offered', username: 'Ivy-Offered', session: 'live', standing: 'stranger' },
  { who: 'collaborator of the owner', username: 'Col-Helper', session: 'live', standing: 'collaborator' },
  { who: 'admin of the owner', username: 'Ann-Admin', session: 'live', standing: 'owner' },
  { who: 'owner', username: 'Owen-Owner', session: 'live', standing: 'owner' },
  {
    who: 'registry that registers',
    username: 'Any-One',
    session: 'none',
    standing: 'stranger',
    roles: ['Packages.Register'],
  },
  { who: 'registry that reads', username: 'Any-One', session: 'none', standing: 'stranger', roles: ['Packages.Read'] },
  { who: 'registry without a role', username: 'Any-One', session: 'none', standing: 'stranger', roles: [] },
  { who: 'a bad token', username: 'Any-One', session: 'none', standing: 'stranger', token: 'Bearer bad' },
  { who: 'an owner with a bad token', username: 'Owen-Owner', session: 'live', standing: 'owner', token: 'Bearer bad' },
];

/** One thing an endpoint does: under which right of the policy, and the result for those who may. */
interface Sample {
  readonly right?: Right;
  readonly path: (self: Caller) => string;
  /** JSON, or the fields of a form. */
  readonly body?: (self: Caller) => Record<string, string>;
  readonly status: number;
  /** Which account is named, where it is one that some of the callers may act for. */
  readonly names?: 'self' | 'Acme';
}

const json = '/api/packages/Json.Net';
const page = '/packages/Json.Net';
const to = (path: string) => () => path;

/** By the name of the endpoint. One that is not here fails; so does one whose samples do not show all of its rights. */
const samples: Readonly<Record<string, readonly Sample[]>> = {
  'register-package': [
    { path: to('/api/packages/New'), body: () => ({ owner: 'Kim-Keeper', publisher: 'Kim-Keeper' }), status: 201 },
  ],
  'remove-package': [{ path: to(json), status: 204 }],
  'list-owners': [{ path: to(`${json}/owners`), status: 200 }],
  'show-permissions': [{ path: to(`${json}/permissions/Kim-Keeper`), status: 200 }],
  'list-offers': [{ right: 'package:offers:see', path: to(`${json}/offers`), status: 200 }],
  'list-package-history': [{ right: 'package:history:see', path: to(`${json}/history`), status: 200 }],
  'offer-ownership': [
    { right: 'package:offer:make', path: to(`${json}/offers`), body: () => ({ account: 'Nic-Newcomer' }), status: 201 },
  ],
  'accept-offer': [
    {
      right: 'package:offer:accept',
      path: ({ username }) => `${json}/offers/${username}/acceptance`,
      names: 'self',
      status: 200,
    },
    { right: 'package:offer:accept', path: to(`${json}/offers/Pat-Pending/acceptance`), status: 200 },
  ],
  'remove-offer': [
    { right: 'package:offer:withdraw', path: to(`${json}/offers/Pat-Pending`), status: 204 },
    {
      right: 'package:offer:decline',
      path: ({ username }) => `${json}/offers/${username}`,
      names: 'self',
      status: 204,
    },
  ],
  'remove-owner': [
    { right: 'package:owner:remove', path: to(`${json}/owners/Kim-Keeper`), status: 204 },
    { right: 'package:owner:leave', path: ({ username }) => `${json}/owners/${username}`, names: 'self', status: 204 },
  ],

  'show-package-page': [{ path: to(page), status: 200 }],
  'show-package-history-page': [{ right: 'package:history:see', path: to(`${page}/history`), status: 200 }],
  'show-package-owners-page': [{ right: 'package:offers:see', path: to(`${page}/owners`), status: 200 }],
  'submit-package-owners-page': [
    {
      right: 'package:offer:make',
      path: to(`${page}/owners`),
      body: () => ({ act: 'offer', account: 'Nic-Newcomer' }),
      status: 303,
    },
    {
      right: 'package:offer:withdraw',
      path: to(`${page}/owners`),
      body: () => ({ act: 'withdraw', offered: 'Pat-Pending' }),
      status: 303,
    },
    {
      right: 'package:offer:decline',
      path: to(`${page}/owners`),
      body: ({ username }) => ({ act: 'withdraw', offered: username }),
      names: 'self',
      status: 303,
    },
    {
      right: 'package:owner:remove',
      path: to(`${page}/owners`),
      body: () => ({ act: 'remove', owner: 'Kim-Keeper' }),
      status: 303,
    },
    {
      right: 'package:owner:leave',
      path: to(`${page}/owners`),
      body: ({ username }) => ({ act: 'remove', owner: username }),
      names: 'self',
      status: 303,
    },
  ],
  'submit-own-packages-page': ['accept', 'decline'].map((act) => ({
    right: `package:offer:${act}` as Right,
    path: to('/account/packages'),
    body: () => ({ act, package: 'Json.Net' }),
    names: 'self',
    status: 303,
  })),
  'submit-organization-packages-page': ['accept', 'decline'].map((act) => ({
    right: `package:offer:${act}` as Right,
    path: to('/organizations/Acme/packages'),
    body: () => ({ act, package: 'Json.Net' }),
    names: 'Acme',
    status: 303,
  })),
};

/** What the definition of an endpoint and the policy say about this cell. */
function expectedOf(endpoint: Endpoint, sample: Sample, caller: Caller): number {
  if (endpoint.caller === 'registry') {
    if (!caller.roles) return 401;
    return endpoint.roles?.some((role) => caller.roles?.includes(role)) ? sample.status : 403;
  }
  if (endpoint.caller === 'anyone') return sample.status;
  if (caller.session === 'none' || caller.session === 'ended') return 401;
  if (caller.session === 'of a closed account') return 403;
  if (!sample.right) return sample.status;
  const isNamed = sample.names === 'self' || (sample.names === 'Acme' && caller.username === 'Ann-Admin');
  // A caller who may act for an owner may withdraw what the named account may decline.
  const isWithdrawing = sample.right === 'package:offer:decline' && caller.standing === 'owner';
  if (!isNamed && !isWithdrawing && !may(sample.right, caller.standing)) return 403;
  // Only somebody who was offered it, or already is an owner, has something to accept.
  const isOffered = ['Ivy-Offered', 'Owen-Owner'].includes(caller.username) || sample.names === 'Acme';
  return sample.right === 'package:offer:accept' && !isOffered ? 404 : sample.status;
}

let world: World;
let snapshot: Snapshot;
const cookies = new Map<string, Map<string, string>>();

/** Json.Net with somebody in every position, once; each cell begins from its snapshot. */
beforeAll(async () => {
  world = await createWorld();
  const names = ['Kim-Keeper', 'Pat-Pending', 'Nic-Newcomer', ...callers.map(({ username }) => username)];
  const unique = [...new Set(names)];
  const actors = new Map((await register(world, ...unique)).map((one, index) => [unique[index], one] as const));
  const at = (name: string) => actors.get(name) as Actor;
  const [kim, zoe] = [at('Kim-Keeper'), at('Zoe-Elsewhere')];
  const backend = registry(world);
  await kim.post('/api/organizations', { name: 'Acme' });
  await zoe.post('/api/organizations', { name: 'Zeta' });
  await backend.register('Json.Net', 'Kim-Keeper');
  await backend.register('Other', 'Eli-Elsewhere');
  await backend.register('Another', 'Zeta', 'Zoe-Elsewhere');
  for (const name of ['Ann-Admin', 'Rae-Removed']) await join(kim, at(name), name, 'admin');
  await join(kim, at('Col-Helper'), 'Col-Helper');
  await offer(kim, 'Acme');
  for (const name of ['Owen-Owner', 'Sta-Stale', 'Clo-Closed', 'Rob-Removed']) await share(kim, at(name), name);
  for (const name of ['Pat-Pending', 'Ivy-Offered']) await offer(kim, name);
  await kim.delete('/api/organizations/Acme/members/Rae-Removed');
  await kim.delete(`${json}/owners/Rob-Removed`);
  for (const [name, one] of actors) {
    one.cookies.delete('__Host-registration');
    cookies.set(name ?? '', new Map(one.cookies));
  }
  await at('Sta-Stale').post('/sign-out');
  await setState(world, 'Clo-Closed', 'closed');
  snapshot = world.store.snapshot();
});

async function send(endpoint: Endpoint, sample: Sample, caller: Caller): Promise<Answered> {
  const kept = caller.session === 'none' ? new Map<string, string>() : new Map(cookies.get(caller.username));
  const one = actor(world, caller.username, kept);
  const path = sample.path(caller);
  const body = sample.body?.(caller);
  const token = caller.token ?? (caller.roles && bearer(caller.roles));
  const headers = token === undefined ? {} : { authorization: token };
  switch (endpoint.method) {
    case 'GET':
      return await one.get(path, headers);
    case 'PUT':
      return await one.put(path, body, headers);
    case 'DELETE':
      return await one.delete(path, headers);
    default:
      return endpoint.bodyType === 'form' ? await one.submit(path, body ?? {}) : await one.post(path, body, headers);
  }
}

const endpoints = packageEndpoints.map((endpoint) => [endpoint.name, endpoint] as const);
describe.each(endpoints)('%s', (name, endpoint) => {
  const own = samples[name] ?? [];

  test('has a sample of everything it does', () => {
    expect(own.length).toBeGreaterThan(0);
    const shown = new Set(own.flatMap(({ right }) => right ?? []));
    expect([...shown].toSorted()).toEqual([...(endpoint.rights ?? [])].toSorted());
  });

  const cells = own.flatMap((sample) =>
    callers.map(
      (caller) =>
        [caller.who, sample.right ?? 'as it is', expectedOf(endpoint, sample, caller), sample, caller] as const,
    ),
  );
  test.each(cells)('for %s: %s → %d', async (_who, _right, expected, sample, caller) => {
    world.store.restore(snapshot);
    const before = world.store.rows('packages');
    const answer = await send(endpoint, sample, caller);
    expect([answer.status, answer.status === expected ? '' : answer.text]).toEqual([expected, '']);
    // A caller who may not do it has changed nothing.
    if (expected >= 400) expect(world.store.rows('packages')).toEqual(before);
  });
});

test('every standing and every right of the policy has a cell', () => {
  const own = Object.values(samples).flat();
  expect(new Set<Standing>([...callers.map(({ standing }) => standing), 'named'])).toEqual(new Set(standings));
  expect(new Set(own.flatMap(({ right }) => right ?? []))).toEqual(new Set(Object.keys(policy)));
  expect(new Set(Object.keys(samples))).toEqual(new Set(packageEndpoints.map(({ name }) => name)));
});

test('an offer is answered once, by its account', async () => {
  world.store.restore(snapshot);
  const ivy = actor(world, 'Ivy-Offered', new Map(cookies.get('Ivy-Offered')));
  expect((await acceptOffer(ivy, 'Ivy-Offered')).status).toBe(200);
  expect((await acceptOffer(ivy, 'Pat-Pending')).status).toBe(403);
});
