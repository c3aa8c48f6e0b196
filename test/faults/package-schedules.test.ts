import { expect, test } from 'vitest';
import { packageMoves, settlePackage } from '../support/laboratory/package-moves.ts';
import { violationsInSchedules } from '../support/laboratory/schedules.ts';

test('whatever owners, administrators, strangers and the registry do to a package at the same time, it stays sound', {
  timeout: 600_000,
}, async () => {
  const schedules = { of: 'a package', usually: 1000, moves: packageMoves, prepare: settlePackage };
  expect(await violationsInSchedules(schedules)).toEqual([]);
});
