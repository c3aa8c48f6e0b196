import { expect, test } from 'vitest';
import { organizationMoves, settleAcme } from '../support/laboratory/organization-moves.ts';
import { violationsInSchedules } from '../support/laboratory/schedules.ts';

test('whatever members, invited and strangers do to an organization at the same time, it stays sound', {
  timeout: 600_000,
}, async () => {
  const schedules = { of: 'an organization', usually: 500, moves: organizationMoves, prepare: settleAcme };
  expect(await violationsInSchedules(schedules)).toEqual([]);
});
