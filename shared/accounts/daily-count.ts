import * as z from 'zod/mini';
import { dayOf } from '../clock.ts';

/** How often something was done on one day, in UTC. It lies in the root of the account that it limits. */
export const DailyCount = z.object({
  /** `2026-11-24` */
  day: z.string(),
  count: z.int(),
});
export type DailyCount = z.output<typeof DailyCount>;

/** How often so far on the day of `now`. */
export function countOn(now: Date, counted: DailyCount | undefined): number {
  return counted?.day === dayOf(now) ? counted.count : 0;
}

/** The same with one more. Nothing is kept of earlier days. */
export function oneMore(now: Date, counted: DailyCount | undefined): DailyCount {
  return { day: dayOf(now), count: countOn(now, counted) + 1 };
}
