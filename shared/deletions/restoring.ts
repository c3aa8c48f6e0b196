import { type LivingAccount, rootRow, type Stored } from '../accounts/account.ts';
import * as accounts from '../accounts/accounts.ts';
import type { AccountName } from '../names/account-name.ts';
import type { Services } from '../services.ts';
import { type Deletion, deletionIn, eventOf, operationOf, withoutDeletion } from './deletion.ts';
import { announceDue, closeKey, forgetDue, purgeKey } from './due.ts';
import { takeStep } from './step.ts';
import { visitAll } from './visit.ts';

interface Beginning {
  readonly actor: AccountName;
  /** The states it goes back from. */
  readonly from: readonly LivingAccount['state'][];
  /** Asks once more, on the root that is about to be swapped, whether the actor may. Throws a `Problem` where not. */
  readonly admit?: (root: Stored | undefined) => Promise<unknown>;
}

/** closing or closed → restoring. The row that wakes the timer comes first. What is elsewhere by now is left there. */
export async function beginRestoring(services: Services, deletion: Deletion, beginning: Beginning): Promise<void> {
  const { actor, from, admit } = beginning;
  await announceDue(services, deletion, 'restore', actor, services.clock.now());
  const place = accounts.placeOf(services, deletion.key);
  await takeStep<Stored, 'elsewhere'>(services, place, operationOf(deletion, 'restore'), async (root) => {
    const account = root?.value;
    if (root === undefined || deletionIn(root)?.id !== deletion.id) return { outcome: 'elsewhere' };
    if (account === undefined || account.state === 'retired' || !from.includes(account.state)) {
      return { outcome: 'elsewhere' };
    }
    await admit?.(root);
    return {
      root: rootRow({ ...account, state: 'restoring' }),
      entry: { event: eventOf(account, 'restore'), actor, at: services.clock.now() },
    };
  });
}

/** restoring → active: every seat and ownership that this deletion suspended counts again, and none can be suspended late. */
export async function finishRestoring(services: Services, deletion: Deletion): Promise<void> {
  await visitAll(services, deletion, 'counted');
  const place = accounts.placeOf(services, deletion.key);
  await takeStep<Stored, 'elsewhere'>(services, place, operationOf(deletion, 'restored'), (root) => {
    const account = root?.value;
    if (account?.state !== 'restoring' || account.deletion !== deletion.id) return { outcome: 'elsewhere' };
    return {
      root: rootRow(withoutDeletion(account)),
      entry: { event: eventOf(account, 'restored'), actor: account.name, at: services.clock.now() },
    };
  });
  await forgetDue(services, [closeKey(deletion), purgeKey(deletion)]);
}
