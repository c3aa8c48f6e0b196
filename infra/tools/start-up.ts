/**
 * `npm run start-up`: how long this service takes from loading its bundle to the first answer, beside an app of one
 * function that does nothing, in the same run on the same computer. One process per start, in turns; medians of eleven.
 * Elapsed time depends on what else the computer does; CPU time hardly does, so `--check` fails when that is more than
 * it may be.
 */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'rolldown';
import { startAzurite } from '../../local/azurite.ts';
import { readConfig } from '../../shared/config.ts';
import { createTables } from '../../shared/storage/azure-tables.ts';
import { packageFiles } from './package.ts';

const rounds = 11;

const folder = await mkdtemp(path.join(tmpdir(), 'start-up-'));
const azurite = await startAzurite();
try {
  const settings = {
    PUBLIC_ORIGIN: 'http://127.0.0.1:7071',
    TABLES_CONNECTION_STRING: azurite.connectionString,
    IDENTITY_CLIENT_ID: 'client',
    IDENTITY_CLIENT_SECRET: 'secret',
  };
  await createTables(readConfig(settings));
  const bundle = path.join(folder, 'main.cjs');
  for (const [file, content] of Object.entries(await packageFiles())) await writeFile(path.join(folder, file), content);
  const helloBundle = path.join(folder, 'hello.cjs');
  await build({
    input: path.join(import.meta.dirname, 'hello.ts'),
    platform: 'node',
    external: ['@azure/functions-core'],
    output: { file: helloBundle, format: 'cjs', minify: true, comments: false },
    logLevel: 'warn',
  });

  const firstAnswer = (...args: readonly string[]) => {
    const script = path.join(import.meta.dirname, 'first-answer.ts');
    const output = execFileSync(process.execPath, [script, ...args], {
      encoding: 'utf8',
      env: { ...process.env, ...settings },
    });
    const [, passed, computed, status] = /^first-answer (\S+) (\S+) (\d+)$/m.exec(output) ?? [];
    if (status === undefined || Number(status) >= 500) throw new Error(`No answer:\n${output}`);
    return { passed: Number(passed), computed: Number(computed) };
  };
  const starts = [
    { what: 'one function that says hello', args: [helloBundle, 'hello', 'hello'], most: 1 },
    { what: 'a request that uses no storage', args: [bundle, 'health', 'api/health'], most: 1.6 },
    { what: 'a request that reads storage', args: [bundle, 'show-public-account', 'api/accounts/Ada'], most: 2.6 },
  ];
  const measured = starts.map((start) => ({ ...start, times: [firstAnswer(...start.args)].slice(1) }));
  for (let round = 0; round < rounds; round += 1) {
    for (const { args, times } of measured) times.push(firstAnswer(...args));
  }
  for (const kind of ['passed', 'computed'] as const) {
    const medians = measured.map(({ times }) => {
      const sorted = times.map((time) => time[kind]).sort((a, b) => a - b);
      return sorted[(rounds - 1) / 2] ?? Number.NaN;
    });
    console.log(`time ${kind}`);
    for (const [at, { what, most }] of measured.entries()) {
      const median = medians[at] ?? Number.NaN;
      const ratio = median / (medians[0] ?? Number.NaN);
      const isTooMuch = kind === 'computed' && process.argv.includes('--check') && ratio > most;
      if (isTooMuch) process.exitCode = 1;
      const remark = isTooMuch ? `, and may be ${most}` : '';
      console.log(`  ${what.padEnd(32)} ${median.toFixed(1).padStart(7)} ms   ${ratio.toFixed(2)} ×${remark}`);
    }
  }
} finally {
  await azurite.stop();
  await rm(folder, { recursive: true });
}
