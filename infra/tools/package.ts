/**
 * `npm run package`, which azd knows as `npm run build`: what is deployed, as `dist/package/` (which azd takes) and
 * `dist/registry-accounts.zip`. The bundle, host.json and a package.json that names it; nothing is installed where it
 * runs. The source maps stay in `dist/`, beside the zip: they are for reading a stack, and no business of the instances.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buildBundle } from '../../build.ts';
import { zip } from './zip.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

/** The files that are deployed, by name. The same sources make the same bytes. */
export async function packageFiles(): Promise<Readonly<Record<string, Buffer>>> {
  const { file: main, files } = await buildBundle();
  const bundle = files.map(async (file): Promise<[string, Buffer]> => {
    const text = await readFile(path.join(path.dirname(main), file), 'utf8');
    return [file, Buffer.from(text.replace(/\/\/# sourceMappingURL=.*\n?$/, ''))];
  });
  const { name, version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as Record<
    string,
    string
  >;
  return {
    ...Object.fromEntries(await Promise.all(bundle)),
    'host.json': await readFile(path.join(root, 'host.json')),
    'package.json': Buffer.from(`${JSON.stringify({ name, version, private: true, main: 'main.cjs' }, null, 2)}\n`),
  };
}

if (import.meta.main) {
  const files = await packageFiles();
  const folder = path.join(root, 'dist', 'package');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
  const packed = zip(files);
  await writeFile(path.join(root, 'dist', 'registry-accounts.zip'), packed);
  console.log(`packed dist/registry-accounts.zip, ${Math.ceil(packed.length / 1024)} KiB`);
}
