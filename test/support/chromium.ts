/** The Chromium that comes as a package, unpacked once into a folder of its version. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { inflate } from '@sparticuz/chromium';
import type { LaunchOptions } from 'playwright-core';

const packageFolder = path.resolve(path.dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..');
const version = createRequire(import.meta.url)(path.join(packageFolder, 'package.json')).version as string;
const folder = path.resolve(import.meta.dirname, `../../.cache/chromium-${version}`);

/** The browser; the system libraries it needs, for a machine that has none; and a font, for the same reason. */
const archives = ['chromium.br', 'al2023.tar.br', 'fonts.tar.br'];

/**
 * Not the package's own arguments: its `--single-process` ends the browser with a context, and its
 * `--disable-web-security` would let every origin check pass. The page cache of the back button, which Playwright turns
 * off, stays on: people have it.
 */
export async function chromiumLaunch(): Promise<LaunchOptions> {
  const executablePath = path.join(folder, 'chromium');
  if (!existsSync(folder)) await unpack();
  // One font for all machines, so that lines break alike and pictures can be compared.
  const env = { ...process.env, FONTCONFIG_FILE: path.join(folder, 'fonts.conf') };
  const own = { ...env, LD_LIBRARY_PATH: path.join(folder, 'al2023/lib') };
  const hasLibraries = await runs(executablePath, ['--version'], env);
  return {
    executablePath,
    args: ['--headless=shell', '--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
    env: hasLibraries ? env : own,
  };
}

/** Under a name of its own first: whoever is interrupted leaves nothing that looks whole, and two may unpack at once. */
async function unpack(): Promise<void> {
  const unfinished = `${folder}.${process.pid}`;
  await mkdir(unfinished, { recursive: true });
  const { TMPDIR } = process.env;
  // The package knows no other way to be told where to put things.
  process.env.TMPDIR = unfinished;
  try {
    await Promise.all(archives.map((name) => inflate(path.join(packageFolder, 'bin', name))));
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  }
  const fonts = `<?xml version="1.0"?><fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/font-cache</cachedir></fontconfig>`;
  await writeFile(path.join(unfinished, 'fonts.conf'), fonts);
  await rename(unfinished, folder).catch(() => rm(unfinished, { recursive: true }));
}

async function runs(file: string, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<boolean> {
  return await promisify(execFile)(file, args, { env }).then(
    () => true,
    () => false,
  );
}
