import type { Stored, User } from '../accounts/account.ts';
import type { NameKey } from '../names/name-key.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import { type Page, pageOf } from '../storage/pages.ts';
import { isManaging, ownAccountNamed, type Way, waysOf } from './acting.ts';
import { offerKey, type StoredOffer, storedOffer } from './offer.ts';
import { isSuspended, ownerKey, ownerPrefix, type StoredOwner, storedOwner } from './owner.ts';
import type { Package } from './package.ts';
import type { PackageKey } from './package-id.ts';
import { keyOf, packageIn, read } from './packages.ts';
import { type ChangingRight, may, type ReadingRight, type Right, type Standing } from './policy.ts';

/** How the caller stands to a package, and for whom they act where they may act for an owner. */
export type Acting =
  | { readonly standing: 'owner'; readonly way: Way }
  | { readonly standing: Exclude<Standing, 'owner'> };

/** Somebody before a package that they may look into. */
export interface Entered {
  readonly package: Package;
  readonly key: PackageKey;
  readonly owners: readonly StoredOwner[];
  readonly standing: Standing;
}

/** A part of a package, as somebody who entered sees it. */
export interface Seen<T> extends Entered {
  readonly page: Page<T>;
}

/** All owners, suspended ones too. One request: there are at most fifty. */
export async function readOwners({ tables }: Services, key: PackageKey): Promise<readonly StoredOwner[]> {
  const { items } = await pageOf(tables, 'packages', { partition: key, prefix: ownerPrefix }, undefined);
  return items.map(storedOwner);
}

/** One request. */
export async function readOwner(
  { tables }: Services,
  key: PackageKey,
  account: NameKey,
): Promise<StoredOwner | undefined> {
  const row = await tables.read('packages', ownerKey(key, account));
  return row && storedOwner(row);
}

/** One request. */
export async function readOffer(
  { tables }: Services,
  key: PackageKey,
  account: NameKey,
): Promise<StoredOffer | undefined> {
  const row = await tables.read('packages', offerKey(key, account));
  return row && storedOffer(row);
}

/** A caller who owns the package needs no request; for anybody else it costs what `waysOf` costs. */
export async function actingOf(
  services: Services,
  caller: Stored<User>,
  owners: readonly StoredOwner[],
): Promise<Acting> {
  const own = owners.find((owner) => owner.key === caller.key && !isSuspended(owner));
  if (own) return { standing: 'owner', way: { owner: own, role: 'owner' } };
  const ways = await waysOf(services, caller.key, owners);
  const way = ways.find(isManaging);
  if (way) return { standing: 'owner', way };
  return { standing: ways.length > 0 ? 'collaborator' : 'stranger' };
}

/**
 * The same where an account is named: whoever acts for that account itself needs no other right. Nothing more is read
 * about somebody who names themselves; for somebody who acts for an owner, the named account is not read.
 */
export async function actingOn(
  services: Services,
  caller: Stored<User>,
  owners: readonly StoredOwner[],
  name: string,
): Promise<Acting> {
  if (name === caller.value.name) return { standing: 'named' };
  const acting = await actingOf(services, caller, owners);
  if (acting.standing === 'owner') return acting;
  return (await ownAccountNamed(services, caller, name)) ? { standing: 'named' } : acting;
}

/** For the history: the owner that the caller acted for, if that is not the caller. */
export function through(acting: Acting): string | undefined {
  return acting.standing === 'owner' && acting.way.role !== 'owner' ? acting.way.owner.value.name : undefined;
}

/** Reads the caller's standing for something that changes nothing. */
export async function enter(
  services: Services,
  caller: Stored<User>,
  id: string,
  right: ReadingRight,
): Promise<Entered> {
  const key = keyOf(id);
  const current = packageIn(await read(services, key));
  const owners = await readOwners(services, key);
  const { standing } = await actingOf(services, caller, owners);
  check(right, current, standing);
  return { package: current, key, owners, standing };
}

/** Admits those who may make this change. @throws Problem `not-allowed` */
export function admit(right: ChangingRight, current: Package, standing: Standing): void {
  check(right, current, standing);
}

/** Owners are public, so nobody is told that the package is not there, only that they may not do this. */
function check(right: Right, { id }: Package, standing: Standing): void {
  if (may(right, standing)) return;
  if (right === 'package:offer:accept') {
    throw new Problem(
      'not-allowed',
      `Only the account that “${id}” is offered to, or its administrators, can accept it.`,
    );
  }
  throw new Problem(
    'not-allowed',
    standing === 'collaborator'
      ? `Only an administrator of an organization that owns “${id}” may do this; you are a collaborator.`
      : `Only an owner of “${id}”, or an administrator of an organization that owns it, may do this.`,
  );
}
