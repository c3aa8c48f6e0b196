import { readFileSync } from 'node:fs';
import { StartFault } from './port.ts';

/**
 * Puts the `Values` of local.settings.json beneath the environment: a variable that is set, even to nothing,
 * wins. A missing file is an empty one.
 *
 * @throws StartFault when the file is not what the Functions tools would take.
 */
export function applySettingsFile(file: string): void {
  for (const [name, value] of Object.entries(readValues(file))) {
    if (typeof value !== 'string') throw new StartFault(`In ${file} the value of ${name} must be a string.`);
    process.env[name] ??= value;
  }
}

function readValues(file: string): object {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new StartFault(`${file} cannot be read.`, { cause });
  }
  try {
    const { Values: values = {} } = JSON.parse(text) as { Values?: unknown };
    if (typeof values === 'object' && values !== null && !Array.isArray(values)) return values;
  } catch (cause) {
    throw new StartFault(`${file} is not valid JSON.`, { cause });
  }
  throw new StartFault(`In ${file} "Values" must be an object of strings.`);
}
