import { type LivingAccount, rootRow, type Stored } from '../accounts/account.ts';
import * as accounts from '../accounts/accounts.ts';
import type { AccountName } from '../names/account-name.ts';
import type { Services } from '../services.ts';
import { type Deletion, eventOf, type OwnStep, operationOf } from './deletion.ts';
import { takeStep } from './step.ts';

/** A step that changes the state of the account itself. */
interface Transition {
  readonly from: readonly LivingAccount['state'][];
  readonly to: (account: LivingAccount) => LivingAccount;
  /** The account itself where it is absent. */
  readonly actor?: AccountName;
  /** Asks once more, on the root that is about to be swapped, whether the actor may. Throws a `Problem` if not. */
  readonly admit?: ((root: Stored) => Promise<unknown>) | undefined;
}

/** Takes the account to its next state; `elsewhere` when it is in another state or another deletion by now. */
export async function takeOwnStep(
  services: Services,
  deletion: Deletion,
  step: Exclude<OwnStep, 'request' | 'retire'>,
  { from, to, actor = deletion.name, admit }: Transition,
): Promise<'taken' | 'void' | 'elsewhere'> {
  const place = accounts.placeOf(services, deletion.key);
  return await takeStep<Stored, 'elsewhere'>(services, place, operationOf(deletion, step), async (root) => {
    const account = root?.value;
    if (!account || account.state === 'retired' || account.deletion !== deletion.id) return { outcome: 'elsewhere' };
    if (!from.includes(account.state)) return { outcome: 'elsewhere' };
    await admit?.(root);
    return { root: rootRow(to(account)), entry: { event: eventOf(account, step), actor, at: services.clock.now() } };
  });
}
