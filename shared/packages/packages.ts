import type { Place } from '../audit/decide.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import { type Package, rootKey, rootRow, type StoredPackage, storedPackage } from './package.ts';
import { isPackageId, type PackageKey, packageKey } from './package-id.ts';

/** The package under this key, removed ones too. One request. */
export async function read({ tables }: Services, key: PackageKey): Promise<StoredPackage | undefined> {
  const row = await tables.read('packages', rootKey(key));
  return row && storedPackage(row);
}

/** A package as the place of a decision. */
export function placeOf(
  services: Services,
  key: PackageKey,
  { refusesByRows = false }: { refusesByRows?: boolean } = {},
): Place<StoredPackage> {
  return {
    table: 'packages',
    partition: key,
    readRoot: () => read(services, key),
    confirm: async ({ value, etag }) =>
      (await services.tables.replace('packages', rootRow(key, value), etag)) === 'done',
    refusesByRows,
  };
}

/** The partition of a package with this id. @throws Problem `not-found` where there can be none */
export function keyOf(id: string): PackageKey {
  if (!isPackageId(id)) throw notFound();
  return packageKey(id);
}

/** The package in a root. One that was removed answers like one that never existed. @throws Problem `not-found` */
export function packageIn(root: StoredPackage | undefined): Package {
  if (root?.value.state !== 'active') throw notFound();
  return root.value;
}

export function notFound(): Problem {
  return new Problem('not-found', 'There is no package with this id, or nothing at this place in it.');
}
