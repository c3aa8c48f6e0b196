import { describe, expect, test } from 'vitest';
import { doubleFaults, singleFaults } from '../support/laboratory/exhaustive.ts';
import { deletionOperations } from '../support/laboratory/operations/deletions.ts';
import { reported } from '../support/laboratory/report.ts';
import { seededRandom } from '../support/seeded-random.ts';

/** One operation has 120,000 to 920,000 pairs; `DELETION_PAIRS=1000000` runs them all, in a few hours. */
const pairs = Number(process.env.DELETION_PAIRS ?? 600);
const mostMilliseconds = 600_000 + pairs * 50;

describe('deletions', { timeout: mostMilliseconds }, () => {
  test.each(deletionOperations)('$name survives every single fault', async (operation) => {
    const violations = await reported('single faults', operation.name, () => singleFaults(operation));
    expect(violations).toEqual([]);
  });

  test.each(deletionOperations)('$name survives two faults', async (operation) => {
    const sample = { of: pairs, chance: seededRandom(8) };
    const violations = await reported('double faults', operation.name, () => doubleFaults(operation, sample));
    expect(violations).toEqual([]);
  });
});
