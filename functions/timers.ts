import { advanceDeletions } from './timers/advance-deletions.ts';
import { checkIntegrity } from './timers/check-integrity.ts';
import { removeAbandonedRegistrations } from './timers/remove-abandoned-registrations.ts';
import type { Timer } from './timers/timer.ts';

/** Everything the clock does. */
export const timers: readonly Timer[] = [removeAbandonedRegistrations, advanceDeletions, checkIntegrity];
