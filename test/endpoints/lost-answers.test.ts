import { describe, expect, test } from 'vitest';
import { actor } from '../support/browser-actor.ts';
import type { PlannedFault } from '../support/faults/fault.ts';
import { faultyProcess } from '../support/faults/faulty-process.ts';
import { createWorld, type World } from '../support/world.ts';

const lost = (...places: number[]): PlannedFault[] => places.map((at) => ({ at, fault: 'answer-lost' }));

const lostFrom = (first: number) => lost(...Array.from({ length: 40 }, (_, index) => first + index));

/** A claim reads the registration, then writes the pointer, then the account: each answer alone, and all from one on. */
const losses = [lost(1), lost(2), lost(3), lost(2, 3), lostFrom(1), lostFrom(2), lostFrom(3)];

async function claimAtLossyProcess(world: World, faults: readonly PlannedFault[], retries: boolean) {
  const lossy = faultyProcess(faults, { retries });
  const there = await createWorld({ beside: world, tables: lossy.options });
  const ada = actor(world, 'ada');
  await ada.signIn();
  const first = await ada.at(there).post('/api/registration', { username: 'Ada' });
  return { ada, first };
}

/**
 * Delete `if (root && isHeldBy(…)) return await reopen(…)` in `settle` of `claim.ts`, and whoever asks again is told
 * that the name is taken; throw `nameTaken` where `insertAccount` is refused without reading the root, and even the first
 * answer says so.
 */
describe.each([true, false])('a claim whose answers were lost, when what failed is sent again: %s', (retries) => {
  test.each(
    losses.map(
      (faults) =>
        [
          faults
            .map(({ at }) => at)
            .slice(0, 3)
            .join(', '),
          faults,
        ] as const,
    ),
  )('of %s: repeated, the same person is told it is theirs, and anybody else that it is taken', async (_, faults) => {
    const world = await createWorld();
    const { ada, first } = await claimAtLossyProcess(world, faults, retries);
    expect([201, 503]).toContain(first.status);

    const eve = actor(world, 'eve');
    const isThere = first.status === 201 || world.store.rows('accounts').length > 0;
    if (isThere) expect(await eve.register('Ada')).toMatchObject({ status: 409, json: { code: 'name-taken' } });

    const again = await ada.post('/api/registration', { username: 'Ada' });
    expect(again).toMatchObject({ status: isThere ? 200 : 201, json: { username: 'Ada' } });
    expect((await ada.get('/api/session')).json.username).toBe('Ada');
  });
});
