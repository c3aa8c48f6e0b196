import { expect, test } from 'vitest';
import { deletionMoves, prepareDeletions } from '../support/laboratory/deletion-moves.ts';
import { violationsInSchedules } from '../support/laboratory/schedules.ts';

/** A deletion ends every session of a person, in their other browsers too: a session that is gone is no loss here. */
const isAllowed = (violation: string) => violation.startsWith('I17: a session of');

test('whoever deletes, restores, accepts and removes at the same time, nobody is left without an administrator or an owner', {
  timeout: 600_000,
}, async () => {
  const schedules = { of: 'deletions', usually: 400, moves: deletionMoves, prepare: prepareDeletions, isAllowed };
  expect(await violationsInSchedules(schedules)).toEqual([]);
});
