import type { AccountName } from '../../shared/names/account-name.ts';
import { makeOffer } from '../../shared/packages/make-offer.ts';
import type { PackageId } from '../../shared/packages/package-id.ts';
import { register as registerPackage } from '../../shared/packages/register.ts';
import type { Actor, Answered } from './browser-actor.ts';
import { callerOf, keyOf, servicesIn } from './residents.ts';
import type { TableStore } from './table-simulator/table-store.ts';
import type { World } from './world.ts';

export const own = '/api/account/deletion';
export const ofOrganization = (name: string) => `/api/organizations/${name}/deletion`;

/** A row as it is stored; `partition` is a name. */
export function rowOf(store: TableStore, partition: string, row: string, table = 'accounts') {
  return store.rows(table).find(({ PartitionKey, RowKey }) => PartitionKey === keyOf(partition) && RowKey === row);
}

/** The root of an account. */
export const rootOf = (store: TableStore, name: string) => rowOf(store, name, 'account');

/** Looks at the plan and confirms it. */
export async function leave(person: Actor, name: string, path = own): Promise<Answered> {
  const shown = await person.get(path);
  const { hash } = (shown.json.plan ?? {}) as { hash?: string };
  return hash === undefined ? shown : await person.post(path, { name, plan: hash });
}

/** A package that belongs to `owner`, as the registry registers it. */
export async function publish(world: World, id: string, owner: string): Promise<void> {
  const name = owner as AccountName;
  await registerPackage(servicesIn(world), id as PackageId, { owner: name, publisher: name });
}

/** `from`, an owner, offers a package to an account. */
export async function offer(world: World, id: string, from: string, to: string): Promise<void> {
  await makeOffer(servicesIn(world), await callerOf(world, from), id, to as AccountName);
}
