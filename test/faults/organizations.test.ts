import { describe, expect, test } from 'vitest';
import { singleFaults } from '../support/laboratory/exhaustive.ts';
import { organizationOperations } from '../support/laboratory/operations/organizations.ts';
import { reported } from '../support/laboratory/report.ts';

describe('organizations', { timeout: 300_000 }, () => {
  test.each(organizationOperations)('$name survives every single fault', async (operation) => {
    const violations = await reported('single faults', operation.name, () => singleFaults(operation));
    expect(violations).toEqual([]);
  });
});
