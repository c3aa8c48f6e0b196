import { type Owner, ownerKey, ownerRow, storedOwner } from '../packages/owner.ts';
import { rootRow, type StoredPackage } from '../packages/package.ts';
import type { PackageKey } from '../packages/package-id.ts';
import { placeOf } from '../packages/packages.ts';
import { lastOwner } from './blocker.ts';
import type { StepDecision } from './step.ts';
import { atTarget, isAtTarget, type Kind, type Look } from './target.ts';

const events = {
  suspended: 'package:owner:suspend',
  counted: 'package:owner:count',
  gone: 'package:owner:depart',
} as const;

/** An account's ownership of a package, which is never left without an owner. */
export const ownership: Kind<StoredPackage> = {
  placeOf: ({ services, hint }) => placeOf(services, hint.place.about as PackageKey),

  async look({ services, deletion, hint, target }, root): Promise<StepDecision<Look>> {
    // A package that was removed has no owner rows, and may be registered again.
    if (!root) return { outcome: 'absent' };
    const key = ownerKey(root.key, deletion.key);
    const row = await services.tables.read('packages', key);
    const found = row && storedOwner(row);
    if (found?.value.joined !== hint.value.operation) return { outcome: 'absent' };
    const before = found.value;
    if (isAtTarget(before, deletion.id, target)) return { outcome: 'stands' };

    const after = atTarget(before, deletion.id, target);
    const ownerCount = root.value.ownerCount - weightOf(before) + weightOf(after);
    if (target === 'suspended' && ownerCount < 1) {
      return { outcome: { blocked: lastOwner(deletion.name, root.value.id) }, restsOnRows: true };
    }
    return {
      root: rootRow(root.key, { ...root.value, ownerCount }),
      rows: [after ? { kind: 'replace', row: ownerRow(key, after), etag: found.etag } : { kind: 'remove', key }],
      entry: { event: events[target], actor: deletion.name, whom: deletion.name, at: services.clock.now() },
    };
  },
};

function weightOf(owner: Owner | undefined): number {
  return owner && owner.suspended === undefined ? 1 : 0;
}
