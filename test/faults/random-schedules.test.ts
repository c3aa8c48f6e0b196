import { expect, test } from 'vitest';
import { moves } from '../support/laboratory/moves.ts';
import { runSchedule } from '../support/laboratory/random-schedule.ts';
import { violationsInSchedules } from '../support/laboratory/schedules.ts';
import { seededRandom } from '../support/seeded-random.ts';

test('whatever two to four people do at the same time, and whatever goes wrong, all are told the truth', {
  timeout: 600_000,
}, async () => {
  expect(await violationsInSchedules({ of: 'two to four people', usually: 2000, moves })).toEqual([]);
});

test('a seed replays the same schedule, so that a failure can be looked at', async () => {
  const play = async (seed: number) => {
    const random = seededRandom(seed);
    await runSchedule(random, moves);
    // What the generator would give next tells how often it was asked.
    return random.below(2 ** 31);
  };
  for (let seed = 1; seed <= 20; seed += 1) expect(await play(seed)).toBe(await play(seed));
});
