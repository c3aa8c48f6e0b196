import { describe, expect, test } from 'vitest';
import { doubleFaults } from '../support/laboratory/exhaustive.ts';
import { operations } from '../support/laboratory/operations.ts';
import { reported } from '../support/laboratory/report.ts';

const twice = operations.filter(({ name }) => ['claim', 'accept'].includes(name));

describe('two faults', { timeout: 600_000 }, () => {
  test.each(twice)('$name survives every pair of them', async (operation) => {
    const violations = await reported('double faults', operation.name, () => doubleFaults(operation));
    expect(violations).toEqual([]);
  });
});
