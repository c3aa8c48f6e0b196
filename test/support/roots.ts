import { rootRow, type Stored, type User } from '../../shared/accounts/account.ts';
import * as accounts from '../../shared/accounts/accounts.ts';
import type { AccountName } from '../../shared/names/account-name.ts';
import { nameKey } from '../../shared/names/name-key.ts';
import type { Services } from '../../shared/services.ts';
import type { World } from './world.ts';

/** The services as a request has them, without its deadline. */
export function unhurried({ services }: World): Services {
  return { ...services, tables: services.tables.within({ deadline: Number.POSITIVE_INFINITY, sent: 0 }) };
}

export async function rootOf(world: World, name: string): Promise<Stored<User>> {
  const root = await accounts.read(unhurried(world), nameKey(name as AccountName));
  if (!root || root.value.state === 'retired' || root.value.kind !== 'user')
    throw new Error(`Nobody is called ${name}`);
  return { ...root, value: root.value };
}

/** Puts a root into a state that no request can bring about here. */
export async function putRoot(world: World, name: string, changes: Partial<User>): Promise<void> {
  const { etag, value } = await rootOf(world, name);
  await unhurried(world).tables.replace('accounts', rootRow({ ...value, ...changes }), etag);
}
