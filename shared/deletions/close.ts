import { type LivingAccount, rootRow, type Stored } from '../accounts/account.ts';
import * as accounts from '../accounts/accounts.ts';
import type { Services } from '../services.ts';
import type { Blocker } from './blocker.ts';
import { type Deletion, eventOf, operationOf, purgeAfterFrom } from './deletion.ts';
import { announceDue, closeKey, forgetDue } from './due.ts';
import { beginRestoring } from './restoring.ts';
import { takeStep } from './step.ts';
import { visitAll } from './visit.ts';

/**
 * closing → closed: every seat and ownership is suspended first, so that a closed account has no power anywhere. With the
 * same swap of the root every session ends, in every process. Where somebody would be left without an administrator or an
 * owner the account goes back instead, through restoring.
 *
 * The row that wakes the purge is written before, for an account that closed without it would stay closed for ever.
 *
 * @returns what forbids it.
 */
export async function close(services: Services, deletion: Deletion): Promise<readonly Blocker[]> {
  const blockers = await visitAll(services, deletion, 'suspended');
  if (blockers.length > 0) {
    await beginRestoring(services, deletion, { actor: deletion.name, from: ['closing'] });
    return blockers;
  }
  const purgeAfter = purgeAfterFrom(services);
  await announceDue(services, { ...deletion, purgeAfter }, 'purge', deletion.name, purgeAfter);
  const place = accounts.placeOf(services, deletion.key);
  await takeStep<Stored, 'elsewhere'>(services, place, operationOf(deletion, 'close'), (root) => {
    const account = root?.value;
    if (account?.state !== 'closing' || account.deletion !== deletion.id) return { outcome: 'elsewhere' };
    return {
      root: rootRow(closed(account, purgeAfter)),
      entry: { event: eventOf(account, 'close'), actor: account.name, at: services.clock.now() },
    };
  });
  await forgetDue(services, [closeKey(deletion)]);
  return [];
}

function closed(account: LivingAccount, purgeAfter: Date): LivingAccount {
  return account.kind === 'user'
    ? { ...account, state: 'closed', purgeAfter, sessions: [] }
    : { ...account, state: 'closed', purgeAfter };
}
