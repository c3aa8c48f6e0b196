import { isVoid } from '../audit/audit-entry.ts';
import type { OperationId } from '../audit/operation.ts';
import { type HintKind, hintKey, storedHint } from '../hints/hint.ts';
import { inTurns } from '../in-turns.ts';
import type { NameKey } from '../names/name-key.ts';
import { offerPrefix, storedOffer } from '../packages/offer.ts';
import { isSuspended, ownerPrefix, storedOwner } from '../packages/owner.ts';
import { type Package, storedPackage } from '../packages/package.ts';
import { packageKey } from '../packages/package-id.ts';
import { type Check, type Finding, type Found, findingsOf, type PartitionRows, type ReadRow } from './finding.ts';
import { hasEntry } from './has-entry.ts';

/** A row that gives an account something in a package, and the operation that it names as its own. */
interface Grant {
  readonly row: string;
  readonly account: NameKey;
  readonly kind: HintKind;
  readonly operation: OperationId;
}

/** What holds for every package partition: its root, its owners, its offers, and the hints at their accounts. */
export const packageCheck: Check = {
  table: 'packages',
  async check({ partition, rows }, read) {
    const found = findingsOf('packages', partition);
    const root = rows.find(({ row }) => row === 'package');
    if (!root) {
      return rows
        .filter((row) => !isVoid(row))
        .map(({ row }) => found('I3', row, 'stands in a partition where no package is'));
    }
    const { value } = storedPackage(root);
    const owners = rows.filter(({ row }) => row.startsWith(ownerPrefix)).map(storedOwner);
    const offers = rows.filter(({ row }) => row.startsWith(offerPrefix));
    const grants: readonly Grant[] = [
      ...owners.map(
        ({ key, value: { joined } }): Grant => ({
          row: `${ownerPrefix}${key}`,
          account: key,
          kind: 'package',
          operation: joined,
        }),
      ),
      ...offers.map(
        (row): Grant => ({
          row: row.row,
          account: row.row.slice(offerPrefix.length) as NameKey,
          kind: 'offered',
          operation: storedOffer(row).value.operation,
        }),
      ),
    ];
    const counted = owners.filter((owner) => !isSuspended(owner)).length;
    return [
      ...(packageKey(value.id) === partition
        ? []
        : [found('I1', 'package', 'lies under another key than that of its id')]),
      ...countFindings(value, counted, owners.length, offers.length, found),
      ...originFindings([{ row: 'package', operation: value.operation }, ...grants], { partition, rows }, found),
      ...(await inTurns(grants, (grant) => hintFindings(grant, partition, read, found))).flat(),
    ];
  },
};

function countFindings(
  { state, ownerCount, offerCount }: Package,
  counted: number,
  owners: number,
  offers: number,
  found: Found,
): Finding[] {
  const findings: Finding[] = [];
  if (state === 'active' && counted < 1) findings.push(found('I9', 'package', 'has no owner that is not suspended'));
  if (state === 'removed' && owners + offers > 0) {
    findings.push(found('I9', 'package', 'is removed and still has owners or offers'));
  }
  if (ownerCount !== counted) findings.push(found('I9', 'package', `counts ${ownerCount} owners and has ${counted}`));
  if (offerCount !== offers) findings.push(found('I9', 'package', `counts ${offerCount} offers and has ${offers}`));
  return findings;
}

/** Whatever is there was made by a change that has its entry. */
function originFindings(
  made: readonly Pick<Grant, 'row' | 'operation'>[],
  given: PartitionRows,
  found: Found,
): Finding[] {
  return made
    .filter(({ operation }) => !hasEntry(given, operation))
    .map(({ row }) => found('I14', row, 'has no entry of the change that made it'));
}

/**
 * Each truth has its hint, which names the operation that wrote it; but the hint of an offer that expired or became void
 * may name the next offer, announced and not written.
 */
async function hintFindings(
  { row, account, kind, operation }: Grant,
  partition: string,
  read: ReadRow,
  found: Found,
): Promise<Finding[]> {
  const place = { holder: account, kind, about: partition };
  const hint = await read('accounts', hintKey(place));
  if (!hint) return [found('I7', row, 'has no hint at its account')];
  const isItsOwn = kind === 'offered' || storedHint(place, hint).value.operation === operation;
  return isItsOwn ? [] : [found('I7', row, 'has a hint of another operation')];
}
