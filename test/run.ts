import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { printLaboratory } from './support/laboratory/table.ts';
import { vitestProgram } from './support/vitest-program.ts';

/** Runs every test, or those the arguments name; says what the laboratory counted, and at the end how many tests there were. */
const results = '.cache/tests.json';
mkdirSync('.cache', { recursive: true });
for (const file of [results, '.cache/laboratory.jsonl']) rmSync(file, { force: true });
const child = spawn(
  process.execPath,
  [
    vitestProgram,
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${results}`,
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit' },
);
child.on('exit', (code) => {
  const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(results, 'utf8')) as Record<
    string,
    number
  >;
  printLaboratory();
  console.log(`\n${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`);
  process.exitCode = code ?? 1;
});
