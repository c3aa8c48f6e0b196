import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';

/** Where the laboratory leaves what it counted, for the table at the end of the run. */
export const reportFile = path.resolve(import.meta.dirname, '../../../.cache/laboratory.jsonl');

export interface ReportLine {
  /** Such as `single faults`. */
  readonly what: string;
  /** Such as the operation. */
  readonly of: string;
  readonly steps?: number;
  readonly count: number;
  readonly violations: number;
  readonly seconds: number;
}

/** `LABORATORY_REPORT=` keeps a run within a run from counting. */
export function note(line: ReportLine): void {
  if (process.env.LABORATORY_REPORT === '') return;
  mkdirSync(path.dirname(reportFile), { recursive: true });
  appendFileSync(reportFile, `${JSON.stringify(line)}\n`);
}

/** After this many violations a run may stop: nobody reads more. `ENOUGH=1` stops at the first. */
export const enough = Number(process.env.ENOUGH ?? 5);

/** Runs something that counts, notes the count, and answers the first of the violations. */
export async function reported(
  what: string,
  of: string,
  work: () => Promise<{ readonly steps?: number; readonly trials: number; readonly violations: readonly string[] }>,
): Promise<readonly string[]> {
  const started = performance.now();
  const { steps, trials, violations } = await work();
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  const line: ReportLine = {
    what,
    of,
    ...(steps !== undefined && { steps }),
    count: trials,
    violations: violations.length,
    seconds,
  };
  note(line);
  if (trials === 0) throw new Error(`Nothing was tried: ${what} of ${of}`);
  return violations.slice(0, enough);
}
