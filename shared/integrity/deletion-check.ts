import { type LivingAccount, rootKey, storedAccount } from '../accounts/account.ts';
import { hour, later } from '../clock.ts';
import { type Deletion, deletionIn } from '../deletions/deletion.ts';
import { closeKey, purgeKey } from '../deletions/due.ts';
import { type Hint, type HintKind, storedHint } from '../hints/hint.ts';
import type { NameKey } from '../names/name-key.ts';
import { memberKey } from '../organizations/member.ts';
import { ownerKey } from '../packages/owner.ts';
import type { PackageKey } from '../packages/package-id.ts';
import type { StoredRow } from '../storage/tables.ts';
import { type Check, type Finding, findingsOf, type ReadRow } from './finding.ts';

/** Far longer than a purge may take. */
const patienceHours = 6;

/**
 * What holds for every account on its way out or back: its seats and ownerships count exactly when it is active, and
 * may do either while it is closing or restoring; a row wakes the timer for it; and it goes when its time has come.
 */
export const deletionCheck: Check = {
  table: 'accounts',
  async check({ partition, rows }, read, now) {
    const found = findingsOf('accounts', partition);
    const rootRow = rows.find(({ row }) => row === 'account');
    const root = rootRow && storedAccount(rootRow);
    if (!root || root.value.state === 'retired') return [];
    const { value: account } = root;
    const findings: Finding[] = [];
    for (const hint of [...hintsIn(rows, partition, 'membership'), ...hintsIn(rows, partition, 'package')]) {
      const truth = await truthOf(hint, read);
      if (truth !== undefined && !isMarkedRight(truth, account) && !(await isLeftAlone(hint, read))) {
        findings.push(
          found('I8', `${hint.place.kind}:${hint.place.about}`, `is marked wrong for one who is ${account.state}`),
        );
      }
    }
    const deletion = deletionIn(root);
    if ((account.state === 'active') !== (deletion === undefined)) {
      findings.push(found('I12', 'account', `is ${account.state} ${deletion ? 'with' : 'without'} a deletion`));
    }
    if (deletion && !(await isAwaited(deletion, account, read))) {
      findings.push(found('I12', 'account', `is ${account.state}, and nothing wakes the timer for it`));
    }
    if (account.state === 'closed' && account.purgeAfter && later(account.purgeAfter, patienceHours * hour) < now) {
      findings.push(found('I12', 'account', 'is closed, and should have gone long ago'));
    }
    return findings;
  },
};

function hintsIn(rows: readonly StoredRow[], partition: string, kind: HintKind): Hint[] {
  return rows
    .filter(({ row }) => row.startsWith(`${kind}:`))
    .map((row) => storedHint({ holder: partition as NameKey, kind, about: row.row.slice(kind.length + 1) }, row));
}

/** The row of the hint's own operation. */
async function truthOf({ place, value }: Hint, read: ReadRow): Promise<StoredRow | undefined> {
  const row =
    place.kind === 'membership'
      ? await read('accounts', memberKey(place.about as NameKey, place.holder))
      : await read('packages', ownerKey(place.about as PackageKey, place.holder));
  return row?.columns.joined === value.operation ? row : undefined;
}

/** Nothing more is written to an organization that is being purged: its seats stay as they were until they go. */
async function isLeftAlone({ place }: Hint, read: ReadRow): Promise<boolean> {
  if (place.kind !== 'membership') return false;
  const root = await read('accounts', rootKey(place.about as NameKey));
  return root?.columns.state === 'purging' || root?.columns.state === 'retired';
}

function isMarkedRight({ columns: { suspended } }: StoredRow, { state, deletion }: LivingAccount): boolean {
  if (state === 'active') return suspended === undefined;
  if (state === 'closed' || state === 'purging') return suspended === deletion;
  return suspended === undefined || suspended === deletion;
}

/** The row for closing is there until it is closed, the one for the purge from then on. */
async function isAwaited(deletion: Deletion, { state }: LivingAccount, read: ReadRow): Promise<boolean> {
  const purge = purgeKey(deletion);
  const key = state === 'closing' || purge === undefined ? closeKey(deletion) : purge;
  return (await read('deletions', key)) !== undefined;
}
