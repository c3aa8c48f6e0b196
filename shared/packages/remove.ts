import { decideAndCommit } from '../audit/decide.ts';
import type { Services } from '../services.ts';
import { pageOf } from '../storage/pages.ts';
import type { Action } from '../storage/tables.ts';
import { offerPrefix } from './offer.ts';
import { ownerPrefix } from './owner.ts';
import { rootRow, type StoredPackage } from './package.ts';
import { type PackageId, packageKey } from './package-id.ts';
import { placeOf } from './packages.ts';

/** Who removed a package, as histories say it. No account can be called this. */
const theRegistry = 'the registry';

/**
 * The registry removes a package. Owners and offers go with it in one transaction: fifty owners, twenty offers, root
 * and entry are fewer than the hundred actions it may have. The root and the history stay; readers remove the hints.
 * If the package is not there, nothing changes.
 *
 * Source: DESIGN 5, "Packages".
 */
export async function remove(services: Services, id: PackageId): Promise<void> {
  const key = packageKey(id);
  await decideAndCommit<StoredPackage, void>(services, placeOf(services, key), async (root) => {
    if (root?.value.state !== 'active') return { result: undefined, confirms: true };
    const sections = await Promise.all(
      ([ownerPrefix, offerPrefix] as const).map((prefix) =>
        pageOf(services.tables, 'packages', { partition: key, prefix }, undefined),
      ),
    );
    return {
      root: rootRow(key, { ...root.value, state: 'removed', ownerCount: 0, offerCount: 0 }),
      rows: sections.flatMap(({ items }) =>
        items.map(({ partition, row }): Action => ({ kind: 'remove', key: { partition, row } })),
      ),
      entry: { event: 'package:remove', actor: theRegistry, at: services.clock.now() },
      result: undefined,
    };
  });
}
