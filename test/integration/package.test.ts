import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { contents } from '../../functions/contents.ts';
import { timers } from '../../functions/timers.ts';
import { packageFiles } from '../../infra/tools/package.ts';
import { zip } from '../../infra/tools/zip.ts';
import { ada } from '../../local/stand-in/people.ts';
import { goodSettings } from '../support/config.ts';
import { httpBrowser } from '../support/http-browser.ts';
import { runtimes } from '../support/runtimes.ts';
import { startSystem } from '../support/system.ts';
import { unpack } from '../support/unpack.ts';

const root = path.resolve(import.meta.dirname, '../..');

describe('the package', () => {
  test('is the same bytes whenever it is made, below 450 KB, of the bundle and what the host reads', async () => {
    const [once, again] = [zip(await packageFiles()), zip(await packageFiles())];
    expect(once.equals(again)).toBe(true);
    expect(once.length).toBeLessThan(450_000);
    const folder = mkdtempSync(path.join(tmpdir(), 'package-'));
    try {
      const names = unpack(once, folder);
      expect(names).toEqual(expect.arrayContaining(['host.json', 'main.cjs', 'package.json']));
      expect(names.filter((name) => !/^(host\.json|package\.json|main\.cjs|[\w-]+-[\w-]{8}\.cjs)$/.test(name))).toEqual(
        [],
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('names its bundle, and carries neither a source map nor a reference to one', async () => {
    const files = await packageFiles();
    expect(JSON.parse(String(files['package.json'])).main).toBe('main.cjs');
    expect(Object.keys(files).filter((name) => name.endsWith('.map'))).toEqual([]);
    for (const content of Object.values(files)) expect(content.includes('sourceMappingURL')).toBe(false);
  });
});

/** Let `build` of package.json make the bundle alone: azd runs no other script, and would deploy what an earlier run left. */
test('is what `npm run build` leaves in an empty folder where azd looks for it', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'build-'));
  try {
    for (const name of ['build.ts', 'functions', 'shared', 'infra', 'host.json', 'package.json', 'tsconfig.json']) {
      cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
    }
    symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
    execFileSync('npm', ['run', '--silent', 'build'], { cwd: folder });
    const [, dist = ''] = /^ {4}dist: (\S+)$/m.exec(readFileSync(path.join(root, 'azure.yaml'), 'utf8')) ?? [];
    const withoutHash = (name: string) => name.replace(/-[\w-]{8}\.cjs$/, '.cjs');
    const names = Object.keys(await packageFiles());
    expect(readdirSync(path.join(folder, dist)).map(withoutHash).toSorted()).toEqual(names.map(withoutHash).toSorted());
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** Import something that only some requests need into what every start runs, and this sees it. */
test('a start reads one file, and its first request the file of its area', async () => {
  const files = await packageFiles();
  const folder = mkdtempSync(path.join(tmpdir(), 'package-'));
  try {
    const read = Object.keys(files).filter((name) => /^(package\.json|main\.cjs|service-.*)$/.test(name));
    for (const name of read) writeFileSync(path.join(folder, name), files[name] ?? '');
    expect(files['main.cjs']?.length).toBeLessThan(200_000);
    const script = path.join(root, 'infra/tools/first-answer.ts');
    const args = [script, path.join(folder, 'main.cjs'), 'health', 'api/health'];
    const output = execFileSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, ...goodSettings } });
    expect(output).toMatch(/^first-answer \S+ \S+ 200$/m);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

if (runtimes.length < 2) {
  console.log('NOTICE: the package was not tested on Node.js 22; `npm run node-22` fetches it.');
}

/** The browser tests run the package too; these are for what another version of Node.js might do to it. */
describe.each(runtimes)('on Node.js %s, with nothing installed beside it, the package', (version, node) => {
  test('signs people in, registers and knows them, cleans up and signs them out', async () => {
    expect(execFileSync(node, ['--version'], { encoding: 'utf8' })).toMatch(new RegExp(`^v${version}\\.`));
    const system = await startSystem({ node });
    try {
      const browser = httpBrowser(system.origin);
      expect((await browser.get('/api/ready')).status).toBe(200);
      expect((await browser.get('/openapi.json')).headers.get('content-type')).toBe('application/json');
      expect((await browser.get('/')).text).toContain('<!doctype html>');

      expect((await browser.signIn(ada)).url.pathname).toBe('/register');
      expect((await browser.post('/api/registration', { username: 'Ada' })).status).toBe(201);
      expect(JSON.parse((await browser.get('/api/session')).text)).toMatchObject({ username: 'Ada', state: 'active' });
      expect((await httpBrowser(system.origin).signIn(ada)).url.pathname).toBe('/account');

      // Every area finds its code, and so does every timer.
      for (const { method, route } of contents) {
        const url = new URL(route.replaceAll(/\{\w+\}/g, 'Ada'), `${system.origin}/`);
        const asked =
          method === 'GET' ? browser.get(url.href) : fetch(url, { method, headers: { origin: url.origin } });
        expect([method, route, (await asked).status]).toEqual([
          method,
          route,
          expect.toSatisfy((status) => status < 500),
        ]);
      }
      for (const { name } of timers) {
        await system.hosts[0]?.fire(name);
        await expect
          .poll(() => system.log.some((line) => line.includes(`"timer":"${name}"`)), { timeout: 30_000 })
          .toBe(true);
      }

      await browser.post('/sign-out', new URLSearchParams());
      expect((await browser.get('/api/session')).status).toBe(401);
    } finally {
      await system.stop();
    }
    expect(system.log.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });
});
