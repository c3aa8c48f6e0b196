import { removeAbandonedRegistrations } from './timers/remove-abandoned-registrations.ts';
import type { Timer } from './timers/timer.ts';

/** Everything the clock does, with its schedule. */
export const timers: readonly Timer[] = [removeAbandonedRegistrations];
