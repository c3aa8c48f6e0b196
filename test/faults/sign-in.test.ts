import { describe, expect, test } from 'vitest';
import { singleFaults } from '../support/laboratory/exhaustive.ts';
import { signInOperations } from '../support/laboratory/operations/sign-in.ts';
import { reported } from '../support/laboratory/report.ts';

describe('sign-in', { timeout: 300_000 }, () => {
  test.each(signInOperations)('$name survives every single fault', async (operation) => {
    const violations = await reported('single faults', operation.name, () => singleFaults(operation));
    expect(violations).toEqual([]);
  });
});
