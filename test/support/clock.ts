import type { Clock } from '../../shared/clock.ts';

export interface TestClock extends Clock {
  /** Moves both the wall clock and the monotonic one. */
  advance(milliseconds: number): void;
  /** The wall clock alone is set: forwards or back, as an operator or a time server does. */
  adjust(milliseconds: number): void;
  /** Back to the time of `mark`. */
  rewind(mark: ClockMark): void;
  mark(): ClockMark;
}

export interface ClockMark {
  readonly passed: number;
  readonly adjusted: number;
}

/** A clock that stands still until it is moved. */
export function testClock(start = new Date('2026-03-01T12:00:00.000Z')): TestClock {
  let passed = 0;
  let adjusted = 0;
  return {
    now: () => new Date(start.getTime() + passed + adjusted),
    monotonic: () => passed,
    advance(milliseconds) {
      passed += milliseconds;
    },
    adjust(milliseconds) {
      adjusted += milliseconds;
    },
    mark: () => ({ passed, adjusted }),
    rewind(mark) {
      ({ passed, adjusted } = mark);
    },
  };
}
