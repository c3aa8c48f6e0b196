import type { LivingAccount } from '../accounts/account.ts';
import type { Services } from '../services.ts';
import type { Blocker } from './blocker.ts';
import { type Deletion, purgeAfterFrom } from './deletion.ts';
import { announceDue, closeKey, forgetDue } from './due.ts';
import { takeOwnStep } from './own-step.ts';
import { beginRestoring } from './restoring.ts';
import { visitAll } from './visits/visit.ts';

/**
 * closing → closed: every seat and ownership is suspended first, so that a closed account has no power anywhere. With the
 * same swap of the root every session ends, in every process. If an organization would lose its last administrator, or a
 * package its last owner, the account is restored instead.
 *
 * The row that wakes the purge is written before, for an account that closed without it would stay closed for ever.
 *
 * @returns what is in the way.
 */
export async function close(services: Services, deletion: Deletion): Promise<readonly Blocker[]> {
  const blockers = await visitAll(services, deletion, 'suspended');
  if (blockers.length > 0) {
    await beginRestoring(services, deletion, { actor: deletion.name, from: ['closing'] });
    return blockers;
  }
  const purgeAfter = purgeAfterFrom(services);
  await announceDue(services, { ...deletion, purgeAfter }, 'purge', deletion.name, purgeAfter);
  const to = (account: LivingAccount) => closed(account, purgeAfter);
  const step = await takeOwnStep(services, deletion, 'close', { from: ['closing'], to });
  // Elsewhere it may be restoring, which the row is to wake the timer for.
  if (step !== 'elsewhere') await forgetDue(services, [closeKey(deletion)]);
  return [];
}

function closed(account: LivingAccount, purgeAfter: Date): LivingAccount {
  return account.kind === 'user'
    ? { ...account, state: 'closed', purgeAfter, sessions: [] }
    : { ...account, state: 'closed', purgeAfter };
}
