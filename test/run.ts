import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Runs every test, or those the arguments name, and says at the end how many there were. */
const results = '.cache/tests.json';
mkdirSync('.cache', { recursive: true });
const vitest = createRequire(import.meta.url).resolve('vitest/vitest.mjs');
const child = spawn(
  process.execPath,
  [vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${results}`, ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
child.on('exit', (code) => {
  const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(results, 'utf8')) as Record<
    string,
    number
  >;
  console.log(`\n${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`);
  process.exitCode = code ?? 1;
});
