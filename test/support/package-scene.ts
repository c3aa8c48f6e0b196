import type { Actor, Answered } from './browser-actor.ts';
import { join, organizationScene, type Scene } from './organization-scene.ts';
import { type Registry, registry } from './registry-actor.ts';
import type { WorldOptions } from './world.ts';

export interface PackageScene extends Scene {
  readonly backend: Registry;
}

/** Ada, Bob and Cyd, Ada's organization Acme, and Ada's package Json.Net. */
export async function packageScene(options: WorldOptions = {}): Promise<PackageScene> {
  const scene = await organizationScene(options);
  const backend = registry(scene.world);
  await backend.register('Json.Net', 'Ada');
  return { ...scene, backend };
}

/** The same with Cyd as a second administrator of Acme, Bob as a collaborator, and Acme's package Acme.Core. */
export async function owningOrganizationScene(options: WorldOptions = {}): Promise<PackageScene> {
  const scene = await packageScene(options);
  await join(scene.ada, scene.cyd, 'Cyd', 'admin');
  await join(scene.ada, scene.bob, 'Bob');
  await scene.backend.register('Acme.Core', 'Acme', 'Bob');
  return scene;
}

export function offer(owner: Actor, account: string, id = 'Json.Net'): Promise<Answered> {
  return owner.post(`/api/packages/${id}/offers`, { account });
}

export function acceptOffer(somebody: Actor, account: string, id = 'Json.Net'): Promise<Answered> {
  return somebody.post(`/api/packages/${id}/offers/${account}/acceptance`);
}

/** Offers and accepts. */
export async function share(owner: Actor, somebody: Actor, account: string, id = 'Json.Net'): Promise<void> {
  await offer(owner, account, id);
  await acceptOffer(somebody, account, id);
}

/** Who owns it, as anybody is told. */
export async function ownersOf(somebody: Actor, id = 'Json.Net'): Promise<readonly string[]> {
  const { items } = (await somebody.get(`/api/packages/${id}/owners`)).json as { items: { name: string }[] };
  return items.map(({ name }) => name);
}

/** `event by actor through owner: whom`, in no order of time: within a millisecond there is none. */
export async function historyOf(owner: Actor, id = 'Json.Net'): Promise<readonly string[]> {
  const { items } = (await owner.get(`/api/packages/${id}/history`)).json as { items: Record<string, string>[] };
  return items
    .map(({ event, actor, through, whom }) => `${event} by ${actor}${through ? ` through ${through}` : ''}: ${whom}`)
    .toSorted();
}
