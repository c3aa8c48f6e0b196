import { rootRow, storedAccount } from '../../shared/accounts/account.ts';
import { newOperation } from '../../shared/audit/operation.ts';
import { day, later } from '../../shared/clock.ts';
import type { Role } from '../../shared/organizations/member.ts';
import { type Actor, type Answered, actor } from './browser-actor.ts';
import { keyOf, servicesIn } from './residents.ts';
import type { World, WorldOptions } from './world.ts';
import { createWorld } from './world.ts';

/** `Ada` signed in at a browser of her own; her person is named by the name in lower case. */
export async function register(world: World, ...names: string[]): Promise<Actor[]> {
  const actors = names.map((name) => actor(world, name.toLowerCase()));
  for (const [index, one] of actors.entries()) await one.register(names[index] ?? '');
  return actors;
}

export interface Scene {
  readonly world: World;
  /** Administrator of Acme, who created it. */
  readonly ada: Actor;
  readonly bob: Actor;
  readonly cyd: Actor;
}

/** Ada, Bob and Cyd, and Ada's organization Acme. */
export async function organizationScene(options: WorldOptions = {}): Promise<Scene> {
  const world = await createWorld(options);
  const [ada, bob, cyd] = (await register(world, 'Ada', 'Bob', 'Cyd')) as [Actor, Actor, Actor];
  await ada.post('/api/organizations', { name: 'Acme' });
  return { world, ada, bob, cyd };
}

export function invite(
  inviter: Actor,
  username: string,
  role: Role = 'collaborator',
  name = 'Acme',
): Promise<Answered> {
  return inviter.post(`/api/organizations/${name}/invitations`, { username, role });
}

export function accept(invitee: Actor, username: string, name = 'Acme'): Promise<Answered> {
  return invitee.post(`/api/organizations/${name}/invitations/${username}/acceptance`);
}

/** Invites and accepts. */
export async function join(
  inviter: Actor,
  member: Actor,
  username: string,
  role: Role = 'collaborator',
): Promise<void> {
  await invite(inviter, username, role);
  await accept(member, username);
}

/** Sets the state in a root, without going the way there. */
export async function setState(world: World, name: string, state: 'closing' | 'closed' | 'restoring' | 'purging') {
  const { tables } = servicesIn(world);
  const row = await tables.read('accounts', { partition: keyOf(name), row: 'account' });
  if (!row) throw new Error(`There is no ${name}`);
  const { value } = storedAccount(row);
  if (value.state === 'retired') throw new Error(`${name} is retired`);
  const { services } = world;
  const leaving = { state, deletion: newOperation(services), purgeAfter: later(services.clock.now(), day) };
  await tables.replace('accounts', rootRow({ ...value, ...leaving }), row.etag);
}

/** Makes of a root what a purge leaves, without the week until then: everybody’s sessions and invitations stay as they are. */
export async function retire(world: World, name: string, kind: 'user' | 'organization'): Promise<void> {
  const { tables } = servicesIn(world);
  const row = await tables.read('accounts', { partition: keyOf(name), row: 'account' });
  if (!row) throw new Error(`There is no ${name}`);
  const { name: exact, operation } = storedAccount(row).value;
  const retired = { kind, name: exact, state: 'retired', retiredOn: '2026-03-01', operation } as const;
  await tables.replace('accounts', rootRow(retired), row.etag);
}
