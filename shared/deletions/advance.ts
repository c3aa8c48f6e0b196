import type { Account } from '../accounts/account.ts';
import * as accounts from '../accounts/accounts.ts';
import type { OperationId } from '../audit/operation.ts';
import type { NameKey } from '../names/name-key.ts';
import type { Services } from '../services.ts';
import type { Blocker } from './blocker.ts';
import { close } from './close.ts';
import { deletionIn } from './deletion.ts';
import { beginPurge, finishPurge } from './purge.ts';
import { finishRestoring } from './restoring.ts';

/** How far an account on its way out has come, when there is nothing more to do for it now. */
export type Progress =
  | { readonly at: 'closed'; readonly purgeAfter: Date }
  /** The account is no longer in this deletion: restored, retired, or never begun. `blockers` were in its way. */
  | { readonly at: 'over'; readonly blockers: readonly Blocker[] };

/** A deletion has five states: more turns than this mean that it is running in circles. */
const mostStates = 12;

/**
 * Takes a deletion as far as it can go at this moment: the one state machine of users and organizations, driven by the
 * request and by the timer alike. Each state is read from the root, so any number of processes may drive it at once.
 *
 * Source: DESIGN 5, "Deletion".
 */
export async function advance(services: Services, key: NameKey, id: OperationId): Promise<Progress> {
  let blockers: readonly Blocker[] = [];
  let before: Account['state'] | undefined;
  for (let states = 0; states < mostStates; states += 1) {
    const root = await accounts.read(services, key);
    const state = root?.value.state;
    if (before !== undefined && state !== before) services.log('info', 'deletion', { was: before, state });
    before = state;
    const deletion = root && deletionIn(root);
    if (deletion?.id !== id) return { at: 'over', blockers };
    switch (state) {
      case 'closing':
        blockers = await close(services, deletion);
        break;
      case 'restoring':
        await finishRestoring(services, deletion);
        break;
      case 'closed':
        if (deletion.purgeAfter === undefined) throw new Error('A closed account does not say when it goes');
        if (services.clock.now() < deletion.purgeAfter) return { at: 'closed', purgeAfter: deletion.purgeAfter };
        await beginPurge(services, deletion);
        break;
      case 'purging':
        await finishPurge(services, deletion);
        break;
      default:
        return { at: 'over', blockers };
    }
  }
  throw new Error('A deletion does not come to rest');
}
