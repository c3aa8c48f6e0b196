import { describe, expect, test } from 'vitest';
import { singleFaults } from '../support/laboratory/exhaustive.ts';
import { settingsOperations } from '../support/laboratory/operations/settings.ts';
import { reported } from '../support/laboratory/report.ts';

describe('account settings', { timeout: 300_000 }, () => {
  test.each(settingsOperations)('$name survives every single fault', async (operation) => {
    const violations = await reported('single faults', operation.name, () => singleFaults(operation));
    expect(violations).toEqual([]);
  });
});
