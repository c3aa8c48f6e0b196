/** The one file that runs in Azure and on the local host: `functions/index.ts` with everything it imports. */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type Metafile } from 'esbuild';

const root = import.meta.dirname;

export interface Bundle {
  /** Absolute path of the bundle; its source map lies beside it. */
  readonly file: string;
  /** The sources that are in it, relative to the repository. */
  readonly sources: readonly string[];
  /** What each of them imports, and whether only when it comes to that. */
  readonly imports: Metafile['inputs'];
}

/**
 * Builds `dist/main.cjs`. Two hosts may start from one checkout at once and build at once, so each
 * writes under a name of its own and renames: a reader sees a whole file, the old one or the new.
 */
export async function buildBundle(): Promise<Bundle> {
  const file = path.join(root, 'dist', 'main.cjs');
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['functions/index.ts'],
    outfile: file,
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    minify: true,
    sourcemap: 'linked',
    legalComments: 'none',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.css': 'text' },
    external: ['@azure/functions-core'],
    metafile: true,
    logLevel: 'silent',
  });
  await mkdir(path.dirname(file), { recursive: true });
  for (const output of outputFiles) {
    const unfinished = `${output.path}.${process.pid}-${crypto.randomUUID()}`;
    await writeFile(unfinished, output.contents);
    await rename(unfinished, output.path);
  }
  return { file, sources: Object.keys(metafile.inputs), imports: metafile.inputs };
}

if (import.meta.main) {
  const { file } = await buildBundle();
  console.log(`built ${path.relative(process.cwd(), file)}`);
}
