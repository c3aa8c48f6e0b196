import { advanceDeletions } from './timers/advance-deletions.ts';
import { checkIntegrity } from './timers/check-integrity.ts';
import { removeAbandonedRegistrations } from './timers/remove-abandoned-registrations.ts';
import type { Timer } from './timers/timer.ts';

/** Everything the clock does, with its schedule. */
export const timers: readonly Timer[] = [
  removeAbandonedRegistrations, // every 15 minutes
  advanceDeletions, // every 5 minutes
  checkIntegrity, // at 3:30 UTC
];
