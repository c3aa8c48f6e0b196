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
 * Delete `if (held) return await reopen(attempt, held);` in `settle` of `claim.ts`, and who asks again is told that the
 * name is taken; throw `nameTaken` where `insertAccount` is refused without reading the root, and the first answer says so
 * already.
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

test('somebody who gives up registering is told if they were registered all the same', async () => {
  for (const [losses, told, pointers] of [
    [lostFrom(3), 'you had registered before', 1],
    [[{ at: 3, fault: 'never-sent' } as const], 'Nothing of it was kept', 0],
  ] as const) {
    const world = await createWorld();
    const { ada, first } = await claimAtLossyProcess(world, losses, false);
    expect(first.status).toBe(503);
    expect(await ada.submit('/register', { act: 'forget' })).toMatchObject({ status: 303, location: '/' });
    expect((await ada.get('/')).text).toContain(told);
    expect(world.store.rows('registrations')).toEqual([]);
    expect(world.store.rows('identities')).toHaveLength(pointers);
  }
});
