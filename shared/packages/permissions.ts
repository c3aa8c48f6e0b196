import * as accounts from '../accounts/accounts.ts';
import { isAccountName } from '../names/account-name.ts';
import { nameKey } from '../names/name-key.ts';
import type { Services } from '../services.ts';
import { isManaging, type Way, waysOf } from './acting.ts';
import { keyOf, notFound } from './packages.ts';
import { readOwners } from './standing.ts';

/** What a user may do with a package at this moment, and through which of its owners. */
export interface Permissions {
  readonly publish: boolean;
  readonly manageOwners: boolean;
  readonly through: readonly Way[];
}

/**
 * Asked by the registry before each publish, and answered only from current rows: who owns the package, who is a member
 * there, and whether all of them are active. Three requests, and two for each owning organization in which the user may
 * have a seat.
 *
 * @throws Problem `not-found` for an unknown package; an unknown or inactive user may do nothing
 */
export async function permissions(services: Services, id: string, username: string): Promise<Permissions> {
  const [owners, root] = await Promise.all([
    readOwners(services, keyOf(id)),
    isAccountName(username) ? accounts.read(services, nameKey(username)) : undefined,
  ]);
  if (owners.length === 0) throw notFound();
  const user = root?.value;
  const isActive = user?.name === username && user.kind === 'user' && user.state === 'active';
  const through = root && isActive ? await waysOf(services, root.key, owners) : [];
  return { publish: through.length > 0, manageOwners: through.some(isManaging), through };
}
