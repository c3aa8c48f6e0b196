import { seededRandom } from '../seeded-random.ts';
import type { World } from '../world.ts';
import type { Move } from './move.ts';
import { runSchedule } from './random-schedule.ts';
import { enough, reported } from './report.ts';

export interface Schedules {
  /** Who or what they are about. */
  readonly of: string;
  /** `SCHEDULES=20000` runs more; `SCHEDULE_SEED=17 SCHEDULES=1` runs a failing one again. */
  readonly usually: number;
  readonly moves: readonly [Move, ...Move[]];
  readonly prepare?: (world: World) => Promise<void>;
  /** What sounds like a violation and is not, given these moves. */
  readonly isAllowed?: (violation: string) => boolean;
}

/** @returns the first violations that schedules with random seeds show, each with its seed. */
export async function violationsInSchedules(schedules: Schedules): Promise<readonly string[]> {
  const { of, usually, moves, prepare, isAllowed = () => false } = schedules;
  const count = Number(process.env.SCHEDULES ?? usually);
  const firstSeed = Number(process.env.SCHEDULE_SEED ?? 1);
  return await reported('random schedules', of, async () => {
    const violations: string[] = [];
    let trials = 0;
    while (trials < count && violations.length < enough) {
      const seed = firstSeed + trials;
      const found = await runSchedule(seededRandom(seed), moves, prepare);
      violations.push(...found.filter((one) => !isAllowed(one)).map((violation) => `seed ${seed}: ${violation}`));
      trials += 1;
    }
    return { trials, violations };
  });
}
