import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { build } from 'rolldown';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { settingNames } from '../../shared/settings.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** A small function app in place of the service: what is tested is the host. */
const functionApp = `
import { app } from '@azure/functions';
const all = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];
const show = (name, more = {}) => async (request) => ({ jsonBody: {
  name, url: request.url, method: request.method, headers: Object.fromEntries(request.headers),
  query: Object.fromEntries(request.query), params: request.params, body: await request.text(), ...more } });
const http = (name, route, methods, handler = show(name)) => app.http(name, { route, methods, authLevel: 'anonymous', handler });
http('root', '', ['GET']);
http('echo', 'echo', ['GET', 'POST', 'PUT']);
http('item', 'items/{name}', ['GET']);
http('item-number', 'items/{id:int}', ['GET']);
http('item-special', 'items/special', ['GET']);
http('files', 'files/{*rest}', ['GET']);
http('optional', 'optional/{a?}', ['GET']);
http('unknown', '{*rest}', all, async (request) => ({ status: 404, headers: { 'x-by': 'unknown' }, body: request.method }));
http('cookies', 'cookies', ['GET'], async () => ({ status: 204, cookies: [
  { name: '__Host-a', value: 'x_Y-1', path: '/', secure: true, httpOnly: true, sameSite: 'Lax' },
  { name: '__Host-b', value: '', path: '/', secure: true, httpOnly: true, sameSite: 'Lax', maxAge: 0 } ] }));
http('faulty', 'faulty', ['GET'], async () => { throw new Error('broken on purpose'); });
http('logs', 'logs', ['GET'], async (_request, context) => {
  context.log('{"event":"structured","n":1}'); context.log('two\\nlines'); context.debug('silent'); return {}; });
let release; const released = new Promise((resolve) => { release = resolve; });
let slowCalls = 0;
http('slow', 'slow', ['GET'], async () => { slowCalls += 1; await released; return { body: 'slow answer' }; });
http('slow-calls', 'slow-calls', ['GET'], async () => ({ jsonBody: slowCalls }));
http('release', 'release', ['POST'], async () => { setTimeout(release, 300); return {}; });
http('now', 'now', ['GET'], async () => ({ body: new Date().toISOString() }));
const ticks = { second: 0, yearly: [] };
let atOnce = 0; let most = 0;
app.timer('second', { schedule: '* * * * * *', handler: async () => { ticks.second += 1; } });
app.timer('yearly', { schedule: '0 0 0 1 1 *', handler: async (timer) => {
  atOnce += 1; most = Math.max(most, atOnce);
  await new Promise((resolve) => setTimeout(resolve, 20));
  ticks.yearly.push(timer); atOnce -= 1; } });
http('ticks', 'ticks', ['GET'], async () => ({ jsonBody: { ...ticks, most } }));
`;

interface Host {
  readonly origin: string;
  readonly port: number;
  readonly process: ChildProcess;
  readonly exit: Promise<number | null>;
  output(): string;
}

const emptySettings = Object.fromEntries(settingNames.map((name) => [name, '']));
let folder: string;
let bundle: string;
let host: Host;

function launch(environment: Record<string, string>) {
  const env = { ...process.env, ...emptySettings, BUNDLE: bundle, ...environment };
  const child = spawn(process.execPath, [path.join(root, 'local/host.ts')], { env });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  const exit = once(child, 'close').then(([code]) => code as number | null);
  return { process: child, exit, output: () => Buffer.concat(chunks).toString('utf8') };
}

async function eventually<T>(find: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const giveUpAt = performance.now() + 20_000;
  while (performance.now() < giveUpAt) {
    const found = await find();
    if (found !== undefined) return found;
    await pause(20);
  }
  throw new Error('It did not happen within 20 seconds.');
}

async function startHost(environment: Record<string, string> = {}): Promise<Host> {
  const launched = launch({
    PORT: '0',
    PUBLIC_ORIGIN: 'http://127.0.0.1:7071',
    IDENTITY_CLIENT_ID: 'client',
    IDENTITY_CLIENT_SECRET: 'secret',
    TABLES_CONNECTION_STRING: inject('tablesConnectionString'),
    TABLES_PREFIX: 'localhost',
    ...environment,
  });
  const port = await eventually(() => {
    if (launched.process.exitCode !== null) throw new Error(launched.output());
    const found = /^ready http:\/\/127\.0\.0\.1:(\d+)$/m.exec(launched.output())?.[1];
    return found === undefined ? undefined : Number(found);
  });
  return { ...launched, port, origin: `http://127.0.0.1:${port}` };
}

/** Sends bytes as they are and returns all that comes back until the host closes. */
async function raw(text: string, { port } = host): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.on('error', () => undefined);
  socket.write(text, 'latin1');
  await once(socket, 'close');
  return Buffer.concat(chunks).toString('latin1');
}

function request(line: string, headers: readonly string[] = [], body = ''): string {
  return [`${line} HTTP/1.1`, 'Host: x', 'Connection: close', ...headers, '', body].join('\r\n');
}

function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
}

interface Shown {
  readonly name: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly query: Record<string, string>;
  readonly params: Record<string, string>;
  readonly body: string;
}

function shownIn(answer: string): Shown {
  const body = answer.slice(answer.indexOf('\r\n\r\n') + 4);
  return JSON.parse(Buffer.from(body, 'latin1').toString('utf8')) as Shown;
}

async function shown(target: string, headers: readonly string[] = []): Promise<Shown> {
  return shownIn(await raw(request(`GET ${target}`, headers)));
}

beforeAll(async () => {
  // Where its imports are found.
  const cache = path.join(root, '.cache');
  await mkdir(cache, { recursive: true });
  folder = await mkdtemp(path.join(cache, 'local-host-'));
  const source = path.join(folder, 'app.js');
  await writeFile(source, functionApp);
  bundle = path.join(folder, 'main.cjs');
  await build({
    input: source,
    platform: 'node',
    external: ['@azure/functions-core'],
    output: { file: bundle, format: 'cjs' },
    logLevel: 'warn',
  });
  host = await startHost();
});

afterAll(async () => {
  host.process.kill('SIGTERM');
  await host.exit;
  await rm(folder, { recursive: true });
});

describe('routes', () => {
  test.each([
    ['/', 'root'],
    ['/items/special', 'item-special'],
    ['/ITEMS/Special/', 'item-special'],
    ['/items/42', 'item-number'],
    ['/items/four', 'item'],
    ['/files', 'files'],
    ['/files/a/b', 'files'],
    ['/optional', 'optional'],
    ['/optional/x', 'optional'],
    ['/files/../echo', 'echo'],
    ['/files/%2e%2e/echo', 'echo'],
    ['http://elsewhere.example/echo?x=1', 'echo'],
  ])('%s is answered by %s', async (target, name) => {
    expect((await shown(target)).name).toBe(name);
  });

  test('parameters arrive decoded once, with an encoded slash left as it was sent', async () => {
    expect((await shown('/items/a%20%C3%A4%2525')).params).toEqual({ name: 'a ä%25' });
    expect((await shown('/items/a%2Fb')).params).toEqual({ name: 'a%2Fb' });
    expect((await shown('/files/a/b%20c')).params).toEqual({ rest: 'a/b c' });
    expect((await shown('/optional')).params).toEqual({});
  });

  test('a method that no function of the path takes goes to the catch-all', async () => {
    for (const method of ['HEAD', 'DELETE', 'OPTIONS']) {
      const answer = await fetch(`${host.origin}/echo`, { method });
      expect([answer.status, answer.headers.get('x-by')]).toEqual([404, 'unknown']);
    }
  });

  test('a method that no function takes at all is refused by the host with what the path allows', async () => {
    for (const method of ['TRACE', 'PROPFIND', 'CONNECT']) {
      const answer = await raw(request(`${method} ${method === 'CONNECT' ? 'a:443' : '/echo'}`));
      expect(statusOf(answer)).toBe(405);
      expect(answer).toMatch(/^allow: .*GET/im);
    }
  });

  test('admin and runtime belong to the host', async () => {
    for (const target of ['/admin', '/Runtime/x', '/admin/host/status']) {
      const answer = await fetch(`${host.origin}${target}`);
      expect([answer.status, await answer.text()]).toEqual([404, '']);
    }
  });
});

describe('requests', () => {
  test('the URL is of the host’s own address, whatever Host and the forwarded headers say', async () => {
    const doubled = await raw(request('GET //evil.example/echo'));
    expect([statusOf(doubled), /x-by: unknown/.test(doubled)]).toEqual([404, true]);
    const seen = await shown('/echo?a=%20b', ['X-Forwarded-Host: evil.example']);
    expect(seen.url).toBe(`${host.origin}/echo?a=%20b`);
    expect(seen.headers['x-forwarded-host']).toBe('evil.example');
  });

  test('query values of one name arrive joined by commas, whatever its case', async () => {
    expect((await shown('/echo?a=1&b=&A=2&a=%2C')).query).toEqual({ a: '1,2,,', b: '' });
  });

  test('repeated headers arrive joined, Authorization too; cookies by semicolons', async () => {
    const { headers } = await shown('/echo', [
      'X-A: 1',
      'x-a: 2',
      'Cookie: a=1',
      'Cookie: b=2',
      'Authorization: c',
      'Authorization: d',
    ]);
    expect(headers).toMatchObject({ 'x-a': '1, 2', cookie: 'a=1; b=2', authorization: 'c, d' });
  });

  test('a body with Content-Length reaches the function, a chunked one arrives empty', async () => {
    const whole = shownIn(await raw(request('POST /echo', ['Content-Length: 5'], 'hello')));
    expect(whole.body).toBe('hello');
    const chunked = shownIn(
      await raw(request('POST /echo', ['Transfer-Encoding: chunked'], '5\r\nhello\r\n0\r\n\r\n')),
    );
    expect([chunked.body, chunked.headers['transfer-encoding']]).toEqual(['', 'chunked']);
  });

  test('the body of a GET is discarded and the connection goes on', async () => {
    const first = 'GET /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello';
    const answers = await raw(`${first}${request('GET /now')}`);
    expect(answers.match(/HTTP\/1\.1 200/g)).toHaveLength(2);
  });

  test('a body that is too long is not waited for: the function answers by its length, then the connection closes', async () => {
    const answer = await raw(`POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 16385\r\n\r\n`);
    expect(statusOf(answer)).toBe(200);
    expect(answer).toMatch(/^connection: close/im);
    expect(shownIn(answer)).toMatchObject({ body: '', headers: { 'content-length': '16385' } });
  });

  test('a client that sends too long a body all the same gets its answer and no reset', async () => {
    const body = 'x'.repeat(4_000_000);
    expect(statusOf(await raw(request('POST /echo', [`Content-Length: ${body.length}`], body)))).toBe(200);
  });

  test('a client that expects 100 is told to go on only for a body that is read', async () => {
    const short = await raw(request('POST /echo', ['Expect: 100-continue', 'Content-Length: 2'], 'ok'));
    expect(short).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200/);
    const long = await raw(request('POST /echo', ['Expect: 100-continue', 'Content-Length: 99999']));
    expect(statusOf(long)).toBe(200);
  });

  test.each([
    ['bad percent-encoding', request('GET /echo/%zz'), 400],
    ['bytes that are no UTF-8', request('GET /echo/%ff'), 400],
    ['an encoded NUL', request('GET /echo/%00'), 400],
    ['a NUL in the path', request('GET /ec\0ho'), 400],
    ['a NUL in a header', request('GET /echo', ['X-A: a\0b']), 400],
    ['bytes above ASCII in the path', request('GET /\xe4'), 400],
    ['an asterisk', request('GET *'), 400],
    ['an unknown method', request('FOO /echo'), 400],
    ['no Host', 'GET /echo HTTP/1.1\r\n\r\n', 400],
    ['nothing like HTTP', '\x16\x03\x01\x02\r\n\r\n', 400],
    ['two lengths', request('POST /echo', ['Content-Length: 1', 'Content-Length: 2'], 'ab'), 400],
    ['length and chunks', request('POST /echo', ['Content-Length: 1', 'Transfer-Encoding: chunked'], '0\r\n\r\n'), 400],
    ['a huge header', request('GET /echo', [`X-A: ${'a'.repeat(40_000)}`]), 431],
    ['a doubled slash', request('GET //echo'), 404],
    ['OPTIONS of everything', request('OPTIONS *'), 404],
  ])('%s is answered and harms nothing', async (_what, text, status) => {
    expect(statusOf(await raw(text))).toBe(status);
    expect((await fetch(`${host.origin}/now`)).status).toBe(200);
  });

  test('pipelined requests are answered in order, a malformed one after the good ones before it', async () => {
    const good = 'GET /now HTTP/1.1\r\nHost: x\r\n\r\n';
    const answers = await raw(`${good}${good}nonsense\r\n\r\n`);
    expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200', 'HTTP/1.1 400']);
  });

  test('connections that break in the middle of a request harm nothing', async () => {
    for (const part of ['GET /ec', 'POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc']) {
      const socket = connect(host.port, '127.0.0.1');
      await once(socket, 'connect');
      await new Promise((resolve) => socket.write(part, resolve));
      socket.resetAndDestroy();
    }
    expect((await fetch(`${host.origin}/now`)).status).toBe(200);
  });
});

describe('answers', () => {
  test('each cookie is a header of its own, with its attributes', async () => {
    const answer = await fetch(`${host.origin}/cookies`);
    expect(answer.status).toBe(204);
    expect(answer.headers.getSetCookie()).toEqual([
      '__Host-a=x_Y-1; path=/; secure; samesite=lax; httponly',
      '__Host-b=; max-age=0; path=/; secure; samesite=lax; httponly',
    ]);
  });

  test('a function that throws is an empty 500, logged once with its stack', async () => {
    const answer = await fetch(`${host.origin}/faulty`);
    expect([answer.status, await answer.text()]).toEqual([500, '']);
    const lines = await eventually(() => {
      const found = host
        .output()
        .split('\n')
        .filter((line) => line.includes('broken on purpose'));
      return found.length > 0 ? found : undefined;
    });
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ event: 'function-failed', function: 'faulty' });
  });

  test('what a function logs is one line an event, structured lines unchanged, debug silent', async () => {
    await fetch(`${host.origin}/logs`);
    await eventually(() => host.output().includes('two') || undefined);
    expect(host.output().split('\n')).toEqual(expect.arrayContaining(['{"event":"structured","n":1}', 'two\\nlines']));
    expect(host.output()).not.toContain('silent');
  });
});

describe('timers', () => {
  const ticks = async () =>
    (await (await fetch(`${host.origin}/ticks`)).json()) as { second: number; most: number; yearly: unknown[] };
  const run = (name: string, method = 'POST') =>
    fetch(`${host.origin}/admin/functions/${name}`, method === 'POST' ? { method, body: '{}' } : { method });

  test('a timer runs on its schedule', async () => {
    await eventually(async () => (await ticks()).second > 1 || undefined);
  });

  test('a timer runs on demand and never twice at once; what was asked for while it ran is run after it', async () => {
    const before = (await ticks()).yearly.length;
    const answers = await Promise.all(Array.from({ length: 5 }, () => run('yearly')));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202]);
    const after = await eventually(async () => {
      const now = await ticks();
      return now.yearly.length >= before + 2 ? now : undefined;
    });
    expect(after.most).toBe(1);
    expect(after.yearly.at(-1)).toEqual({
      schedule: { adjustForDST: true },
      scheduleStatus: {
        last: expect.any(String),
        next: expect.stringMatching(/^\d{4}-01-01T00:00:00/),
        lastUpdated: expect.any(String),
      },
      isPastDue: false,
    });
  });

  test('only timers are run on demand, and only by POST', async () => {
    expect((await run('no-such-timer')).status).toBe(404);
    expect((await run('echo')).status).toBe(404);
    expect((await run('yearly', 'GET')).status).toBe(405);
  });
});

describe('starting and stopping', () => {
  test('on SIGTERM an answer under way is finished, idle connections are closed, and the exit code is 0', async () => {
    const stopping = await startHost();
    const idle = connect(stopping.port, '127.0.0.1');
    await once(idle, 'connect');
    const slow = fetch(`${stopping.origin}/slow`);
    await eventually(async () => (await (await fetch(`${stopping.origin}/slow-calls`)).json()) === 1 || undefined);
    await fetch(`${stopping.origin}/release`, { method: 'POST' });
    stopping.process.kill('SIGTERM');
    expect(await (await slow).text()).toBe('slow answer');
    expect(await stopping.exit).toBe(0);
    expect(stopping.output()).not.toMatch(/error/i);
  });

  test('NODE_OPTIONS reaches the process that serves', async () => {
    const shift =
      'const D=Date;globalThis.Date=class extends D{constructor(...a){a.length?super(...a):super(D.now()+864e5*365)}}';
    const preload = `--import=data:text/javascript,${encodeURIComponent(shift)}`;
    const shifted = await startHost({ NODE_OPTIONS: preload });
    const now = new Date(await (await fetch(`${shifted.origin}/now`)).text());
    expect(now.getTime() - Date.now()).toBeGreaterThan(300 * 864e5);
    shifted.process.kill('SIGTERM');
    expect(await shifted.exit).toBe(0);
  });

  test('a port in use is named, with the setting that changes it', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    await expect(startHost({ PORT: String(port) })).rejects.toThrow(
      `Port ${port} is in use; stop what uses it or set PORT`,
    );
    other.close();
  });

  test('wrong settings stop the start with all faults at once', async () => {
    const launched = launch({
      PUBLIC_ORIGIN: 'nonsense',
      SESSION_IDLE_HOURS: 'x',
      REGISTRY_ISSUER: 'https://issuer.example',
    });
    expect(await launched.exit).toBe(1);
    for (const name of [
      'PUBLIC_ORIGIN',
      'SESSION_IDLE_HOURS',
      'IDENTITY_CLIENT_ID',
      'TABLES_URL',
      'REGISTRY_AUDIENCE',
    ]) {
      expect(launched.output()).toContain(name);
    }
    expect(launched.output()).not.toContain('    at ');
  });
});
