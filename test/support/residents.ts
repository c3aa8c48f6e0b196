import { rootRow, type Stored, type User } from '../../shared/accounts/account.ts';
import * as accounts from '../../shared/accounts/accounts.ts';
import type { OperationId } from '../../shared/audit/operation.ts';
import type { IdentityKey } from '../../shared/identity/identity-key.ts';
import type { AccountName } from '../../shared/names/account-name.ts';
import { type NameKey, nameKey } from '../../shared/names/name-key.ts';
import type { Services } from '../../shared/services.ts';
import type { World } from './world.ts';

/** The services as one request has them, without a deadline; for operations driven without HTTP. */
export function servicesIn({ services }: Pick<World, 'services'>): Services {
  return { ...services, tables: services.tables.within({ deadline: Number.POSITIVE_INFINITY, sent: 0 }) };
}

export function keyOf(name: string): NameKey {
  return nameKey(name as AccountName);
}

/** A user who has been here all along, without a session. */
export async function settleUser(world: World, name: string, changes: Partial<User> = {}): Promise<void> {
  const user: User = {
    kind: 'user',
    name: name as AccountName,
    state: 'active',
    createdAt: world.clock.now(),
    operation: `of ${name}` as OperationId,
    identities: [{ key: `identity of ${name}` as IdentityKey, kind: 'work', label: '•••', since: world.clock.now() }],
    sessions: [],
    ...changes,
  };
  await servicesIn(world).tables.insert('accounts', rootRow(user));
}

/** The user as the session of a request would have read it. */
export async function callerOf(world: World, name: string): Promise<Stored<User>> {
  const root = await accounts.read(servicesIn(world), keyOf(name));
  if (root?.value.kind !== 'user' || root.value.state === 'retired') throw new Error(`${name} is no user here`);
  return { ...root, value: root.value };
}

/** Changes the root of a user, without going the way there. */
export async function putRoot(world: World, name: string, changes: Partial<User>): Promise<void> {
  const { etag, value } = await callerOf(world, name);
  await servicesIn(world).tables.replace('accounts', rootRow({ ...value, ...changes }), etag);
}
