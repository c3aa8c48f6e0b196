import { describe, expect, test } from 'vitest';
import { doubleFaults, singleFaults } from '../support/laboratory/exhaustive.ts';
import { packageOperations } from '../support/laboratory/operations/packages.ts';
import { reported } from '../support/laboratory/report.ts';
import { seededRandom } from '../support/seeded-random.ts';

describe('packages', { timeout: 300_000 }, () => {
  test.each(packageOperations)('$name survives every single fault', async (operation) => {
    const violations = await reported('single faults', operation.name, () => singleFaults(operation));
    expect(violations).toEqual([]);
  });

  const chance = seededRandom(6);
  const twice = packageOperations.filter(({ name }) => name === 'accept an offer');
  test.each(twice)('$name survives a sample of two faults', async (operation) => {
    const violations = await reported('double faults', operation.name, () =>
      doubleFaults(operation, { of: 2700, chance }),
    );
    expect(violations).toEqual([]);
  });
});
