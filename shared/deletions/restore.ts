import * as accounts from '../accounts/accounts.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import { advance } from './advance.ts';
import { deletionIn } from './deletion.ts';
import { type Leaving, readAdmitted } from './leaving.ts';
import { beginRestoring } from './restoring.ts';

/**
 * Restores an account that is closing or closed; if it is active, nothing changes. If a purge begins at the same moment,
 * exactly one of the two wins: both swap the same root.
 *
 * @throws Problem `not-signed-in`, or `not-found` for an organization, when it is too late.
 */
export async function restore(services: Services, leaving: Leaving): Promise<void> {
  const root = await readAdmitted(services, leaving, 'restore', ({ deletion }) => deletion === undefined);
  const deletion = deletionIn(root);
  if (!deletion) return;
  await beginRestoring(services, deletion, {
    actor: leaving.actor,
    from: ['closing', 'closed'],
    admit: (current) => leaving.accountIn(current, 'restore'),
  });
  await advance(services, root.key, deletion.id);
  const now = (await accounts.read(services, root.key))?.value;
  // The actor was admitted when the restoring began. What has become of their seat or session since changes nothing.
  if (now && now.state !== 'purging' && now.state !== 'retired' && now.deletion !== deletion.id) return;
  await readAdmitted(services, leaving, 'restore');
  throw new Problem('busy', 'The account could not be restored at this moment. Please try again.');
}
