/**
 * What runs in Azure and on the local host: `functions/index.ts` with all that it needs to start, as `dist/main.cjs`,
 * and beside it what is loaded when needed. An engine reads all of a file before it runs any of it, so a starting
 * instance should read only what its first request needs. What several areas share is in one file: many small ones cost
 * more than they save.
 */
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'rolldown';

const root = import.meta.dirname;
const folder = path.join(root, 'dist');

/** Code of ours that several areas may share; pages, and what talks to Microsoft or to storage, share little with others. */
const isShareable = (id: string) =>
  /^(functions\/(?!pages\/)|shared\/(?!identity\/|storage\/))/.test(path.relative(root, id));

export interface Bundle {
  /** Absolute path of what is loaded first. */
  readonly file: string;
  /** Names of all files in its folder that belong to it; the source map of each lies beside it. */
  readonly files: readonly string[];
}

/**
 * Builds into `dist/`. Two hosts may start from one checkout at once and build at once, so each file is written under a
 * name of its own and renamed, `main.cjs` last: a reader sees a whole one, the old or the new. The others carry a hash
 * of their content, so a running host finds those that belong to its `main.cjs`.
 */
export async function buildBundle(): Promise<Bundle> {
  const { output } = await build({
    cwd: root,
    input: { main: 'functions/index.ts' },
    platform: 'node',
    external: ['@azure/functions-core'],
    moduleTypes: { '.css': 'text' },
    transform: { target: 'node22' },
    preserveEntrySignatures: false,
    logLevel: 'warn',
    write: false,
    output: {
      dir: folder,
      format: 'cjs',
      entryFileNames: '[name].cjs',
      chunkFileNames: ({ name, facadeModuleId }) =>
        `${name === 'endpoints' ? path.basename(path.dirname(facadeModuleId ?? '')) : name}-[hash].cjs`,
      minify: true,
      comments: false,
      sourcemap: true,
      codeSplitting: {
        includeDependenciesRecursively: false,
        groups: [
          { name: 'start', tags: ['$initial'], priority: 1 },
          { name: 'domain', test: isShareable, minShareCount: 2 },
        ],
      },
    },
  });
  await mkdir(folder, { recursive: true });
  for (const written of output.toReversed()) {
    const file = path.join(folder, written.fileName);
    const unfinished = `${file}.${process.pid}-${crypto.randomUUID()}`;
    await writeFile(unfinished, written.type === 'chunk' ? written.code : written.source);
    await rename(unfinished, file);
  }
  await removeOld(new Set(output.map(({ fileName }) => fileName)));
  const files = output.filter(({ type }) => type === 'chunk').map(({ fileName }) => fileName);
  return { file: path.join(folder, 'main.cjs'), files };
}

/** What earlier builds left. A running host may still load its own files: it has a day. */
async function removeOld(current: ReadonlySet<string>): Promise<void> {
  const yesterday = Date.now() - 24 * 60 * 60 * 1000;
  const others = (await readdir(folder)).filter((name) => /\.cjs(\.|$)/.test(name) && !current.has(name));
  for (const name of others) {
    const file = path.join(folder, name);
    const found = await stat(file).catch(() => undefined);
    if (found && found.mtimeMs < yesterday) await rm(file, { force: true });
  }
}
