import { describe, expect, test } from 'vitest';
import { singleFaults } from '../support/laboratory/exhaustive.ts';
import { timerOperations } from '../support/laboratory/operations/timers.ts';
import { reported } from '../support/laboratory/report.ts';

describe('timers', { timeout: 300_000 }, () => {
  test.each(timerOperations)('$name survives every single fault', async (operation) => {
    const violations = await reported('single faults', operation.name, () => singleFaults(operation));
    expect(violations).toEqual([]);
  });
});
