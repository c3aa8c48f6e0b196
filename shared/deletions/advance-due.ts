import * as accounts from '../accounts/accounts.ts';
import { ruleOut } from '../audit/commit.ts';
import { later, minute } from '../clock.ts';
import type { Services } from '../services.ts';
import type { Key } from '../storage/tables.ts';
import { advance } from './advance.ts';
import { operationOf } from './deletion.ts';
import { forgetDue, isDueSince, listDue, type StoredDue, storedDue } from './due.ts';

/**
 * Rows that one tick goes on with or fails at; the next begins anew. Those that only wait cost a read, and may be any
 * number: closed accounts whose hour has come but not their minute, restorings that somebody gave up.
 */
const mostTurns = 1000;

/** Three ticks: by then whatever is due is done, if nothing is wrong. */
const patienceMinutes = 15;

export interface DueCounts {
  readonly looked: number;
  /** Accounts whose deletion is over: restored, retired, or never begun. */
  readonly finished: number;
  /** Those that storage or somebody else kept from going on. The next tick tries again. */
  readonly failed: number;
  /** Those that are due for longer than they should be, and still are; one for all that this tick could not look at. */
  readonly overdue: number;
}

/** Drives every deletion that is due. What fails for one account is logged and does not keep the others waiting. */
export async function advanceDue(services: Services): Promise<DueCounts> {
  const counts = { looked: 0, finished: 0, failed: 0, overdue: 0 };
  const patientUntil = later(services.clock.now(), -patienceMinutes * minute);
  let cursor: string | undefined;
  let turns = 0;
  let cutAt: Key | undefined;
  do {
    const { rows, next } = await listDue(services, cursor);
    for (const row of rows) {
      if (turns === mostTurns) {
        cutAt = row;
        break;
      }
      counts.looked += 1;
      let end: End | 'failed' = 'failed';
      try {
        end = await goOn(services, storedDue(row));
      } catch (cause) {
        services.log('error', 'deletion-stopped', { partition: row.partition, row: row.row }, cause);
      }
      if (end !== 'waits') turns += 1;
      if (end === 'finished') counts.finished += 1;
      if (end === 'failed') counts.failed += 1;
      if (end !== 'finished' && end !== 'waits' && isDueSince(row, patientUntil)) counts.overdue += 1;
    }
    cursor = next;
  } while (cursor !== undefined && cutAt === undefined);
  if (cutAt !== undefined && isDueSince(cutAt, patientUntil)) counts.overdue += 1;
  return counts;
}

/** Of a row that was looked at: needed no more, and gone; rightly there; or to be looked at again. */
type End = 'finished' | 'waits' | 'remains';

async function goOn(services: Services, row: StoredDue): Promise<End> {
  const { account: key, deletion: id } = row.value;
  const progress = await advance(services, key, id);
  if (progress.at === 'closed') {
    // Of a closed account only the row for its purge is needed, and one for a restoring that may come yet.
    if (row.value.due === 'close') await forgetDue(services, [row]);
    return 'waits';
  }
  if (!(await isRuledOut(services, row))) return 'remains';
  await forgetDue(services, [row]);
  return 'finished';
}

/**
 * Makes sure that the deletion never begins, or begins no more. A request that is under way loses its operation and takes
 * a new one; one that is answered already changed the root, and the next tick finds it.
 */
async function isRuledOut(services: Services, { value: { account, deletion } }: StoredDue): Promise<boolean> {
  const root = await accounts.read(services, account);
  if (!root || root.value.state === 'retired') return true;
  if (root.value.deletion === deletion) return false;
  const operation = operationOf({ id: deletion, key: account, name: root.value.name }, 'request');
  if ((await ruleOut(services.tables, 'accounts', account, operation)) === 'ruled-out') return true;
  const again = await accounts.read(services, account);
  return again?.value.state === 'retired' || again?.value.deletion !== deletion;
}
