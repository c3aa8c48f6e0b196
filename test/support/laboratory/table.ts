import { existsSync, readFileSync } from 'node:fs';
import { type ReportLine, reportFile } from './report.ts';

/** What the laboratory counted in this run: a row per kind of trial, and finally what was found. */
export function printLaboratory(): void {
  if (!existsSync(reportFile)) return;
  const lines = readFileSync(reportFile, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ReportLine);
  const kinds = [...new Set(lines.map(({ what }) => what))].toSorted();
  const rows = kinds.map((kind) => {
    const own = lines.filter(({ what }) => what === kind);
    const sum = (count: (line: ReportLine) => number) => own.reduce((total, line) => total + count(line), 0);
    return {
      laboratory: kind,
      of: own.length,
      steps: sum(({ steps = 0 }) => steps) || '',
      trials: sum(({ count }) => count),
      violations: sum(({ violations }) => violations),
      seconds: Math.round(sum(({ seconds }) => seconds)),
    };
  });
  console.table(rows);
}
