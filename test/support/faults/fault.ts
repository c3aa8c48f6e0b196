/**
 * What can go wrong with one storage request. `applied` means that it reached the store, whatever the store made of it.
 *
 * Source: ASSURANCE 4, F1–F8.
 */
export const faults = [
  /** F1: the store never sees it; the caller has a broken connection. */
  'never-sent',
  /** F2: applied; the caller has a broken connection. */
  'answer-lost',
  /** F3: the caller has a broken connection at once; applied when the harness says so. */
  'applied-late',
  /** F4: answered with an error and not applied. */
  'refused-500',
  'refused-503',
  'refused-429',
  /** F5: applied, and answered with an error all the same. */
  'applied-500',
  /** F6: the store never sees it; the caller has no answer until it gives the request up. */
  'hangs',
  /** F7: the process ends just before sending it. */
  'dies-before',
  /** F7: applied; the process ends before it learns so. */
  'dies-after',
  /** F8: the whole process stands still just before sending it. */
  'pauses',
] as const;

export type Fault = (typeof faults)[number];

/** The fault of the `at`-th request that a process sends, counted from 1, including the SDK's own retries. */
export interface PlannedFault {
  readonly at: number;
  readonly fault: Fault;
}
