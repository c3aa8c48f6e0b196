/**
 * What runs in Azure and on the local host: `functions/index.ts` with everything it imports, as `dist/main.cjs`, and
 * beside it the libraries that it loads when they are needed.
 */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';

const root = import.meta.dirname;
const folder = path.join(root, 'dist');

/**
 * Libraries in files of their own, with what is used of them. An engine reads all of a file before it runs any of it,
 * and these are three quarters of the whole: an instance that starts should read what its first request needs.
 */
const parts = {
  'storage.cjs': `export { odata, TableClient } from '@azure/data-tables';
    export { RestError } from '@azure/core-rest-pipeline';`,
  'identity.cjs': `export { ManagedIdentityCredential } from '@azure/identity';`,
  'tokens.cjs': `export { default as jsonwebtoken } from 'jsonwebtoken';
    export { JwksClient } from 'jwks-rsa';`,
};

/** Where `main.cjs` finds each of them. */
const places: Readonly<Record<string, string>> = {
  '@azure/data-tables': `require('./storage.cjs')`,
  '@azure/core-rest-pipeline': `require('./storage.cjs')`,
  '@azure/identity': `require('./identity.cjs')`,
  jsonwebtoken: `require('./tokens.cjs').jsonwebtoken`,
  'jwks-rsa': `require('./tokens.cjs')`,
};

const inParts: Plugin = {
  name: 'in-parts',
  setup(main) {
    main.onResolve({ filter: /^[@a-z]/ }, ({ path: name }) =>
      name in places ? { path: name, namespace: 'part' } : undefined,
    );
    main.onResolve({ filter: /^\.\//, namespace: 'part' }, ({ path: file }) => ({ path: file, external: true }));
    main.onLoad({ filter: /./, namespace: 'part' }, ({ path: name }) => ({
      contents: `module.exports = ${places[name]};`,
    }));
  },
};

export interface Bundle {
  /** Absolute path of what is loaded first. */
  readonly file: string;
  /** Names of all files in its folder that belong to it; the source map of each lies beside it. */
  readonly files: readonly string[];
}

/**
 * Builds into `dist/`. Two hosts may start from one checkout at once and build at once, so each writes under names of
 * its own and renames: a reader sees a whole file, the old one or the new. `main.cjs` comes last.
 */
export async function buildBundle(): Promise<Bundle> {
  await mkdir(folder, { recursive: true });
  for (const [file, contents] of Object.entries(parts)) {
    await make(file, { stdin: { contents, resolveDir: root, sourcefile: file } });
  }
  await make('main.cjs', { entryPoints: ['functions/index.ts'], plugins: [inParts] });
  return { file: path.join(folder, 'main.cjs'), files: [...Object.keys(parts), 'main.cjs'] };
}

async function make(file: string, options: BuildOptions): Promise<void> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    outfile: path.join(folder, file),
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
    logLevel: 'silent',
    ...options,
  });
  for (const output of outputFiles ?? []) {
    const unfinished = `${output.path}.${process.pid}-${crypto.randomUUID()}`;
    await writeFile(unfinished, output.contents);
    await rename(unfinished, output.path);
  }
}

if (import.meta.main) {
  const { file } = await buildBundle();
  console.log(`built ${path.relative(process.cwd(), file)}`);
}
