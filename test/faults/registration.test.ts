import { describe, expect, test } from 'vitest';
import { doubleFaults, singleFaults } from '../support/laboratory/exhaustive.ts';
import { registrationOperations } from '../support/laboratory/operations/registration.ts';
import { reported } from '../support/laboratory/report.ts';

describe('registration', { timeout: 300_000 }, () => {
  test.each(registrationOperations)('$name survives every single fault', async (operation) => {
    const violations = await reported('single faults', operation.name, () => singleFaults(operation));
    expect(violations.slice(0, 5)).toEqual([]);
  });

  test.each(registrationOperations.slice(0, 1))('$name survives every two faults', async (operation) => {
    const violations = await reported('double faults', operation.name, () => doubleFaults(operation));
    expect(violations.slice(0, 5)).toEqual([]);
  });
});
