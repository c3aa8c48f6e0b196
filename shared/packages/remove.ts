import { decideAndCommit } from '../audit/decide.ts';
import type { Services } from '../services.ts';
import { pageOf } from '../storage/pages.ts';
import type { Action } from '../storage/tables.ts';
import { offerPrefix } from './offer.ts';
import { ownerPrefix } from './owner.ts';
import { rootRow, type StoredPackage } from './package.ts';
import { type PackageId, packageKey } from './package-id.ts';
import { placeOf } from './packages.ts';

/** Who removes packages, in histories. No account can be called this. */
const theRegistry = 'the registry';

/**
 * The registry takes a package away. Owners and offers go with it in one transaction: fifty owners, twenty offers, root
 * and entry are fewer than the hundred actions that it may have. The root stays, and with it the history; hints of it
 * are removed by their readers. What is not there is as good as removed.
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
