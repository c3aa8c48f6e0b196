import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type PlantedDefect, plantedDefects } from '../support/laboratory/planted-defects.ts';
import { reported } from '../support/laboratory/report.ts';
import { vitestProgram } from '../support/vitest-program.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Runs the tests that must notice, with the defect in the code. @returns what they said. */
async function runWith({ name, tests, titles }: PlantedDefect): Promise<{ code: number; output: string }> {
  const child = spawn(
    process.execPath,
    [
      vitestProgram,
      'run',
      '--project',
      'unit',
      '--bail',
      '1',
      '--no-color',
      ...(titles ? ['-t', titles] : []),
      ...tests,
    ],
    { cwd: root, env: { ...process.env, PLANTED_DEFECT: name, SCHEDULES: '600', ENOUGH: '1', LABORATORY_REPORT: '' } },
  );
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [code] = (await once(child, 'close')) as [number];
  return { code, output: Buffer.concat(chunks).toString('utf8') };
}

/** The worth of the laboratory: a checker that misses a planted defect would miss a real one. */
describe('the laboratory', { timeout: 120_000 }, () => {
  test.each(plantedDefects)('notices: $name', async (defect) => {
    const violations = await reported('planted defects', defect.name, async () => {
      const { code, output } = await runWith(defect);
      const isNoticed = code !== 0 && /Tests .*\d+ failed/.test(output) && /AssertionError/.test(output);
      return { trials: 1, violations: isNoticed ? [] : [`not noticed: ${output.slice(-2000)}`] };
    });
    expect(violations).toEqual([]);
  });
});
