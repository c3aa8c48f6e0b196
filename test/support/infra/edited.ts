import { expect } from 'vitest';

/** Something wrong that somebody might do to the infrastructure, done to a copy of what was compiled. */
export type Edit<T> = readonly [what: string, edit: (copy: T) => void];

/** Applies a check to what was compiled, then to each edited copy: it must find nothing in the first, and every edit. */
export function expectCaught<T>(subject: T, check: (subject: T) => readonly string[], edits: readonly Edit<T>[]): void {
  expect(check(subject)).toEqual([]);
  for (const [what, edit] of edits) {
    const copy = structuredClone(subject);
    edit(copy);
    expect(check(copy), `not caught: ${what}`).not.toEqual([]);
  }
}
