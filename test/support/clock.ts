import type { Clock } from '../../shared/clock.ts';

export interface TestClock extends Clock {
  /** Moves both the wall clock and the monotonic one. */
  advance(milliseconds: number): void;
}

/** A clock that stands still until it is moved. */
export function testClock(start = new Date('2026-03-01T12:00:00.000Z')): TestClock {
  let passed = 0;
  return {
    now: () => new Date(start.getTime() + passed),
    monotonic: () => passed,
    advance(milliseconds) {
      passed += milliseconds;
    },
  };
}
