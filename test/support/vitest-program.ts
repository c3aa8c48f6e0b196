import { createRequire } from 'node:module';
import path from 'node:path';

/** The file that runs vitest: started by name, it runs on the same Node as whoever starts it. */
export const vitestProgram = path.join(
  path.dirname(createRequire(import.meta.url).resolve('vitest/package.json')),
  'vitest.mjs',
);
