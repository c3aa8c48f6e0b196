import { readFileSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vitest/config';
import { plantedDefect } from './test/support/laboratory/plant.ts';

/** A stylesheet is imported as text, as the bundle does it. */
const stylesheetAsText: Plugin = {
  name: 'stylesheet-as-text',
  enforce: 'pre',
  resolveId: (id, importer) =>
    id.endsWith('.css') && importer !== undefined ? `\0text:${new URL(id, `file://${importer}`).pathname}.text` : null,
  load: (id) =>
    id.startsWith('\0text:')
      ? `export default ${JSON.stringify(readFileSync(id.slice('\0text:'.length, -'.text'.length), 'utf8'))}`
      : null,
};

const defect = process.env.PLANTED_DEFECT;

export default defineConfig({
  plugins: [stylesheetAsText, ...plantedDefect(import.meta.dirname, defect)],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    // Vitest leaves one processor idle; where there are two, that is half of them.
    maxWorkers: '100%',
    // Only for hangs: how long a test takes says nothing about the service, but much about what else the machine does.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A cached module must never be one with a defect planted in it.
    fsModuleCache: defect === undefined,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/{units,endpoints,contracts,properties,faults}/**/*.test.{ts,tsx}'] },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/{integration,races}/**/*.test.ts'],
          globalSetup: ['test/support/azurite-setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['test/support/browser-setup.ts'],
        },
      },
    ],
  },
});
