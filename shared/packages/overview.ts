import type { Stored, User } from '../accounts/account.ts';
import type { Services } from '../services.ts';
import * as owners from './owners.ts';
import type { Package } from './package.ts';
import { keyOf, notFound, packageIn, read } from './packages.ts';
import type { Standing } from './policy.ts';
import { actingOf, readOwners } from './standing.ts';

export interface Overview {
  readonly package: Package;
  readonly owners: readonly owners.PublicOwner[];
  /** The viewer's, who may be nobody. */
  readonly standing: Standing;
}

/** A package as anybody sees it, and how the viewer stands to it. @throws Problem `not-found` */
export async function overview(services: Services, id: string, viewer: Stored<User> | undefined): Promise<Overview> {
  const key = keyOf(id);
  const current = packageIn(await read(services, key));
  const rows = await readOwners(services, key);
  // It was removed a moment ago.
  if (rows.length === 0) throw notFound();
  const [shown, acting] = await Promise.all([owners.shown(services, rows), viewer && actingOf(services, viewer, rows)]);
  return { package: current, owners: shown, standing: acting?.standing ?? 'stranger' };
}
