import type { Timer } from './timer.ts';

/** Finishes what a request left half done, and purges accounts whose time for restoring has passed. */
export const advanceDeletions: Timer = {
  name: 'advance-deletions',
  schedule: '0 */5 * * * *',
  async tick(services) {
    const { advanceDue } = await import('../../shared/deletions/advance-due.ts');
    return { ...(await advanceDue(services)) };
  },
};
