import type { Hint } from '../hints/hint.ts';
import * as hints from '../hints/hints.ts';
import type { NameKey } from '../names/name-key.ts';
import type { Services } from '../services.ts';
import type { Page } from '../storage/pages.ts';
import { isSuspended, type Owner, ownerKey } from './owner.ts';
import type { Package } from './package.ts';
import type { PackageKey } from './package-id.ts';
import { read } from './packages.ts';
import { readOwner } from './standing.ts';

export interface Ownership {
  readonly package: Package;
  readonly owner: Owner;
}

/** The packages that an account owns. One request for a page of hints and two each. */
export async function list(services: Services, account: NameKey, after: string | undefined): Promise<Page<Ownership>> {
  return await hints.listTruths(services, account, 'package', after, (hint) => look(services, account, hint));
}

/** Undefined for one that is suspended. */
async function look(services: Services, account: NameKey, hint: Hint): Promise<hints.Look<Ownership>> {
  const key = hint.place.about as PackageKey;
  const truth = { table: 'packages', ...ownerKey(key, account) } as const;
  const [root, owner] = await Promise.all([read(services, key), readOwner(services, key, account)]);
  // A removed package may be registered again, so what was announced there must always be ruled out.
  if (!owner) return { hint, truth, isOver: false };
  return root?.value.state === 'active' && !isSuspended(owner)
    ? { found: { package: root.value, owner: owner.value } }
    : undefined;
}
