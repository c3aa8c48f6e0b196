import { registrationBuckets } from '../../shared/registrations/registration.ts';
import { flowBuckets } from '../../shared/sign-ins/flow.ts';
import { removeOverdue } from '../../shared/storage/remove-overdue.ts';
import type { Timer } from './timer.ts';

/** Cleans up after people who began to sign in or to register and never finished. */
export const removeAbandonedRegistrations: Timer = {
  name: 'remove-abandoned-registrations',
  schedule: '0 */15 * * * *',
  async tick({ tables, clock }) {
    const now = clock.now();
    return {
      registrations: await removeOverdue(tables, 'registrations', registrationBuckets.overdueBelow(now)),
      flows: await removeOverdue(tables, 'flows', flowBuckets.overdueBelow(now)),
    };
  },
};
