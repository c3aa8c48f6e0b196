import { type LivingAccount, rootKey, storedAccount } from '../accounts/account.ts';
import { auditKey, isVoid, storedEntry } from '../audit/audit-entry.ts';
import { beginningOf } from '../audit/operation.ts';
import { hour, later } from '../clock.ts';
import { type Deletion, deletionIn, operationOf } from '../deletions/deletion.ts';
import { closeKey, purgeKey } from '../deletions/due.ts';
import type { Hint, HintKind } from '../hints/hint.ts';
import { hintIn } from '../hints/hints.ts';
import { inTurns } from '../in-turns.ts';
import type { NameKey } from '../names/name-key.ts';
import { memberKey } from '../organizations/member.ts';
import { ownerKey } from '../packages/owner.ts';
import type { PackageKey } from '../packages/package-id.ts';
import type { StoredRow } from '../storage/tables.ts';
import { type Check, findingsOf, type ReadRow } from './finding.ts';

/** Far more than the ticks that any state may take. */
const patienceHours = 6;

/**
 * What holds for every account on its way out or back: its seats and ownerships count exactly when it is active, and may
 * do either while it is closing or restoring; a row wakes the timer for it; and it stays in no state for longer than that
 * takes.
 */
export const deletionCheck: Check = {
  table: 'accounts',
  async check({ partition, rows }, read, now) {
    const found = findingsOf('accounts', partition);
    const rootRow = rows.find(({ row }) => row === 'account');
    const root = rootRow && storedAccount(rootRow);
    if (!root || root.value.state === 'retired') return [];
    const { value: account } = root;
    const hints = [...hintsIn(rows, partition, 'membership'), ...hintsIn(rows, partition, 'package')];
    const findings = (
      await inTurns(hints, async (hint) => {
        const truth = await truthOf(hint, read);
        if (truth === undefined || isMarkedRight(truth, account) || (await isLeftAlone(hint, read))) return [];
        const { kind, about } = hint.place;
        return [found('I8', `${kind}:${about}`, `is marked wrong for one who is ${account.state}`)];
      })
    ).flat();
    const deletion = deletionIn(root);
    if ((account.state === 'active') !== (deletion === undefined)) {
      findings.push(found('I12', 'account', `is ${account.state} ${deletion ? 'with' : 'without'} a deletion`));
    }
    if (deletion && !(await isAwaited(deletion, account, read))) {
      findings.push(found('I12', 'account', `is ${account.state}, and nothing wakes the timer for it`));
    }
    const since = deletion && dueSince(deletion, account, rows);
    if (since && later(since, patienceHours * hour) < now) {
      findings.push(found('I12', 'account', `is ${account.state}, and should have ${ends[account.state]} long ago`));
    }
    return findings;
  },
};

function hintsIn(rows: readonly StoredRow[], partition: string, kind: HintKind): Hint[] {
  return rows.filter(({ row }) => row.startsWith(`${kind}:`)).map((row) => hintIn(row, partition as NameKey, kind));
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

/** What an account should have come to. */
const ends = { active: '', closing: 'been closed', closed: 'gone', purging: 'gone', restoring: 'been active' } as const;

/** Since when the timer should have taken the account further. */
function dueSince(deletion: Deletion, { state }: LivingAccount, rows: readonly StoredRow[]): Date | undefined {
  switch (state) {
    case 'closing':
      return beginningOf(deletion.id);
    case 'closed':
    case 'purging':
      return deletion.purgeAfter;
    case 'restoring':
      return restoringSince(deletion, rows) ?? beginningOf(deletion.id);
    case 'active':
      return undefined;
  }
}

/** Its entry's key tells the time of the request alone. */
function restoringSince(deletion: Deletion, rows: readonly StoredRow[]): Date | undefined {
  const { row: key } = auditKey(deletion.key, operationOf(deletion, 'restore'));
  const entry = rows.find(({ row }) => row === key);
  return entry && !isVoid(entry) ? storedEntry(entry).at : undefined;
}
