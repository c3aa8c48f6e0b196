import * as accounts from '../accounts/accounts.ts';
import { ruleOut } from '../audit/commit.ts';
import { later, minute } from '../clock.ts';
import type { Services } from '../services.ts';
import { type StoredRow, Unanswered } from '../storage/tables.ts';
import { advance } from './advance.ts';
import { operationOf } from './deletion.ts';
import { forgetDue, isDueSince, rowsDue, type StoredDue, storedDue } from './due.ts';

/**
 * The most rows that one tick takes further; the next begins anew. Others take nobody's turn and may be any number: those
 * that only wait (closed accounts whose five minutes have come but not their second, restorings that somebody gave up) and
 * those that fail.
 */
const mostTurns = 1000;

/** When storage has given no answer for this many rows in a row, the tick gives up: its time is limited. */
const mostSilences = 5;

/** Three ticks: by then whatever is due is done, if nothing is wrong. */
const patienceMinutes = 15;

export interface DueCounts {
  readonly looked: number;
  /** Accounts whose deletion is over: restored, retired, or never begun. */
  readonly finished: number;
  /** Those that cannot be read, or that storage or a fault kept from going on. The next tick tries again. */
  readonly failed: number;
  /** Those that are due for longer than they should be, and still are; one for all that this tick could not look at. */
  readonly overdue: number;
}

/** Drives every deletion that is due. What fails for one account is logged and does not keep the others waiting. */
export async function advanceDue(services: Services): Promise<DueCounts> {
  const counts = { looked: 0, finished: 0, failed: 0, overdue: 0 };
  const patientUntil = later(services.clock.now(), -patienceMinutes * minute);
  let turns = 0;
  let silences = 0;
  for await (const row of rowsDue(services)) {
    const isLate = isDueSince(row, patientUntil);
    if (turns === mostTurns || silences === mostSilences) {
      if (isLate) counts.overdue += 1;
      break;
    }
    counts.looked += 1;
    const end = await tryToGoOn(services, row);
    if (end === 'finished' || end === 'remains') turns += 1;
    silences = end === 'unanswered' ? silences + 1 : 0;
    if (end === 'finished') counts.finished += 1;
    if (end === 'failed' || end === 'unanswered') counts.failed += 1;
    if (end !== 'finished' && end !== 'waits' && isLate) counts.overdue += 1;
  }
  return counts;
}

/** What became of a row: removed because it is no longer needed, rightly waiting, or to be tried again. */
type End = 'finished' | 'waits' | 'remains';

async function tryToGoOn(services: Services, row: StoredRow): Promise<End | 'failed' | 'unanswered'> {
  try {
    return await goOn(services, storedDue(row));
  } catch (cause) {
    services.log('error', 'deletion-stopped', { partition: row.partition, row: row.row }, cause);
    return cause instanceof Unanswered ? 'unanswered' : 'failed';
  }
}

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
