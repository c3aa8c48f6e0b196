import type { LivingAccount, Stored } from '../accounts/account.ts';
import type { AccountName } from '../names/account-name.ts';
import type { Services } from '../services.ts';
import { type Deletion, withoutDeletion } from './deletion.ts';
import { announceDue, closeKey, forgetDue, purgeKey } from './due.ts';
import { takeOwnStep } from './own-step.ts';
import { visitAll } from './visits/visit.ts';

interface Beginning {
  readonly actor: AccountName;
  /** The states it goes back from. */
  readonly from: readonly LivingAccount['state'][];
  /** Whether the actor may, asked of the root that is about to be swapped. Throws a `Problem` if not. */
  readonly admit?: (root: Stored) => Promise<unknown>;
}

/** closing or closed → restoring. The row that wakes the timer comes first. What is elsewhere by now is left there. */
export async function beginRestoring(
  services: Services,
  deletion: Deletion,
  { actor, from, admit }: Beginning,
): Promise<void> {
  await announceDue(services, deletion, 'restore', actor, services.clock.now());
  const to = (account: LivingAccount): LivingAccount => ({ ...account, state: 'restoring' });
  await takeOwnStep(services, deletion, 'restore', { from, to, actor, admit });
}

/** restoring → active: every seat and ownership that this deletion suspended counts again, and none can be suspended late. */
export async function finishRestoring(services: Services, deletion: Deletion): Promise<void> {
  await visitAll(services, deletion, 'counted');
  await takeOwnStep(services, deletion, 'restored', { from: ['restoring'], to: withoutDeletion });
  await forgetDue(services, [closeKey(deletion), purgeKey(deletion)]);
}
