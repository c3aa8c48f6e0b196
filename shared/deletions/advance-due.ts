import * as accounts from '../accounts/accounts.ts';
import { ruleOut } from '../audit/commit.ts';
import type { Services } from '../services.ts';
import { advance } from './advance.ts';
import { operationOf } from './deletion.ts';
import { forgetDue, listDue, type StoredDue, storedDue } from './due.ts';

/** Rows that one tick looks at; the next begins anew. One account has three at most. */
const mostRows = 1000;

export interface DueCounts {
  readonly looked: number;
  /** Accounts whose deletion is over: restored, retired, or never begun. */
  readonly finished: number;
  /** Those that storage or somebody else kept from going on. The next tick tries again. */
  readonly failed: number;
}

/** Drives every deletion that is due. What fails for one account is logged and does not keep the others waiting. */
export async function advanceDue(services: Services): Promise<DueCounts> {
  const counts = { looked: 0, finished: 0, failed: 0 };
  let cursor: string | undefined;
  do {
    const { rows, next } = await listDue(services, cursor);
    for (const row of rows.slice(0, mostRows - counts.looked)) {
      counts.looked += 1;
      try {
        if (await goOn(services, storedDue(row))) counts.finished += 1;
      } catch (cause) {
        counts.failed += 1;
        services.log('error', 'deletion-stopped', { partition: row.partition, row: row.row }, cause);
      }
    }
    cursor = next;
  } while (cursor !== undefined && counts.looked < mostRows);
  return counts;
}

/** @returns whether the row is needed no more; then it is gone. */
async function goOn(services: Services, row: StoredDue): Promise<boolean> {
  const { account: key, deletion: id } = row.value;
  const progress = await advance(services, key, id);
  if (progress.at === 'closed') {
    // Of a closed account only the row for its purge is needed, and one for a restoring that may come yet.
    if (row.value.due === 'close') await forgetDue(services, [row]);
    return false;
  }
  if (!(await isRuledOut(services, row))) return false;
  await forgetDue(services, [row]);
  return true;
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
