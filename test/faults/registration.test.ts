import { describe, expect, test } from 'vitest';
import { singleFaults } from '../support/laboratory/exhaustive.ts';
import { registrationOperations } from '../support/laboratory/operations/registration.ts';
import { reported } from '../support/laboratory/report.ts';

describe('registration', { timeout: 300_000 }, () => {
  test.each(registrationOperations)('$name survives every single fault', async (operation) => {
    const violations = await reported('single faults', operation.name, () => singleFaults(operation));
    expect(violations).toEqual([]);
  });
});
