import { expect, test } from 'vitest';
import { moves } from '../support/laboratory/moves.ts';
import { runSchedule } from '../support/laboratory/random-schedule.ts';
import { reported } from '../support/laboratory/report.ts';
import { seededRandom } from '../support/seeded-random.ts';

/** `SCHEDULES=20000 npm test -- random-schedules` runs more; `SCHEDULE_SEED=17 SCHEDULES=1` runs a failing one again. */
const count = Number(process.env.SCHEDULES ?? 2000);
const firstSeed = Number(process.env.SCHEDULE_SEED ?? 1);

test('whatever two to four people do at the same time, and whatever goes wrong, all are told the truth', {
  timeout: 600_000,
}, async () => {
  const found = await reported('random schedules', 'two to four people', async () => {
    const violations: string[] = [];
    for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
      const result = await runSchedule(seededRandom(seed), moves);
      violations.push(...result.map((violation) => `seed ${seed}: ${violation}`));
    }
    return { trials: count, violations };
  });
  expect(found.slice(0, 5)).toEqual([]);
});

test('a seed plays the same schedule again, so that a failure can be looked at', { timeout: 60_000 }, async () => {
  const play = async (seed: number) => {
    const random = seededRandom(seed);
    await runSchedule(random, moves);
    // What chance would say next tells how often it was asked before.
    return random.below(2 ** 31);
  };
  for (let seed = 1; seed <= 20; seed += 1) expect(await play(seed)).toBe(await play(seed));
});
