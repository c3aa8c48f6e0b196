import { describe, expect, test } from 'vitest';
import { doubleFaults, singleFaults } from '../support/laboratory/exhaustive.ts';
import { deletionOperations } from '../support/laboratory/operations/deletions.ts';
import { reported } from '../support/laboratory/report.ts';
import { seededRandom } from '../support/seeded-random.ts';

/** All pairs of one operation are some 100,000; `DELETION_PAIRS=100000` runs them. */
const pairs = Number(process.env.DELETION_PAIRS ?? 500);

describe('deletions', { timeout: 600_000 }, () => {
  test.each(deletionOperations)('$name survives every single fault', async (operation) => {
    const violations = await reported('single faults', operation.name, () => singleFaults(operation));
    expect(violations).toEqual([]);
  });

  test.each(deletionOperations)('$name survives two faults', async (operation) => {
    const chance = seededRandom(8);
    const sample = { of: pairs, random: () => chance.below(1_000_000) };
    const violations = await reported('double faults', operation.name, () => doubleFaults(operation, sample));
    expect(violations).toEqual([]);
  });
});
