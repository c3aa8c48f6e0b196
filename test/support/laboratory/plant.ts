import path from 'node:path';
import type { Plugin } from 'vitest/config';
import { plantedDefects } from './planted-defects.ts';

/**
 * Breaks one line of the product while the tests run, by the name in `PLANTED_DEFECT`. Nothing on disk changes.
 *
 * @throws when the line does not occur exactly once where the list says: the list must follow the code.
 */
export function plantedDefect(root: string, name: string | undefined): Plugin[] {
  if (name === undefined) return [];
  const defect = plantedDefects.find((one) => one.name === name);
  if (!defect) throw new Error(`No planted defect is called ${name}`);
  const file = path.join(root, defect.file);
  return [
    {
      name: 'planted-defect',
      enforce: 'pre',
      transform(code, id) {
        if (id.split('?')[0] !== file) return null;
        const pieces = code.split(defect.line);
        if (pieces.length !== 2)
          throw new Error(`${defect.file} has this line ${pieces.length - 1} times: ${defect.line}`);
        return { code: pieces.join(defect.instead), map: null };
      },
    },
  ];
}
