/**
 * What the service itself answers when a request is odd on the wire: the real bundle in the local host, over sockets that
 * send what no library would. What the host does by itself is in `local-host.test.ts`.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ada, grace } from '../../local/stand-in/people.ts';
import { type RawAnswer, rawRequest, sendRaw } from '../support/malformed/raw-http.ts';
import { type System, startSystem } from '../support/system.ts';

let system: System;
let origin: string;
/** Ada's cookies, who registered here: each as `name=value`. */
let session: string;
let registration: string;

beforeAll(async () => {
  system = await startSystem();
  ({ origin } = system);
  registration = (await signIn(ada)).find((cookie) => cookie.startsWith('__Host-registration=')) ?? '';
  const claimed = await fetch(`${origin}/api/registration`, {
    method: 'POST',
    headers: { origin, cookie: registration, 'content-type': 'application/json' },
    body: '{"username":"Ada"}',
  });
  session = cookiesOf(claimed)[0] ?? '';
  expect([claimed.status, session]).toEqual([201, expect.stringMatching(/^__Host-session=ada\./)]);
});

afterAll(() => system.stop());

function cookiesOf(answer: Response): string[] {
  return answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
}

/** To Microsoft and back to the callback's address, not yet visited. */
async function beginSignIn(person: typeof ada): Promise<{ readonly callback: string; readonly cookie: string }> {
  const started = await fetch(`${origin}/sign-in`, { redirect: 'manual' });
  const back = new URL(system.standIn.signIn(started.headers.get('location') ?? '', person));
  return { callback: `${back.pathname}${back.search}`, cookie: cookiesOf(started)[0] ?? '' };
}

async function signIn(person: typeof ada): Promise<string[]> {
  const { callback, cookie } = await beginSignIn(person);
  return cookiesOf(await fetch(`${origin}${callback}`, { headers: { cookie }, redirect: 'manual' }));
}

const ask = (line: string, headers: readonly string[] = [], body = '') =>
  sendRaw(origin, rawRequest(line, headers, body));
const whoIs = (...headers: string[]) => ask('GET /api/session', headers);

/** The refusal of a program, whole. */
function expectProblem(answer: RawAnswer, status: number, code: string): void {
  expect([answer.status, answer.json.code, answer.count]).toEqual([status, code, 1]);
  expect(answer.json.type).toBe(`${origin}/problems/${code}`);
  expect(answer.header('content-type')).toBe('application/problem+json');
}

async function expectStillSignedIn(): Promise<void> {
  expect((await whoIs(`Cookie: ${session}`)).json).toMatchObject({ username: 'Ada' });
}

beforeEach(expectStillSignedIn);

describe('cookies', () => {
  test('of a session open it, among others and however the pairs are spaced', async () => {
    for (const header of [session, `a=b; ${session}`, `${session};a=b`, `  ${session}; other="x; y"`]) {
      expect((await whoIs(`Cookie: ${header}`)).status).toBe(200);
    }
  });

  test('of a session open nothing when sent twice, in one header or in two', async () => {
    for (const headers of [
      [`Cookie: ${session}; ${session}`],
      [`Cookie: ${session}`, `Cookie: ${session}`],
      [`Cookie: __Host-session=x; ${session}`],
      [`Cookie: ${session}`, 'Cookie: __Host-session='],
    ]) {
      expectProblem(await whoIs(...headers), 401, 'not-signed-in');
    }
  });

  test('of a session open nothing when quoted, encoded, or in another case', async () => {
    const [name = '', value = ''] = session.split('=');
    for (const cookie of [
      ...[
        `${name}="${value}"`,
        `${name}=${value.replace('.', '%2E')}`,
        `${name}=%61${value.slice(1)}`,
        `${name} =${value}`,
      ],
      ...[
        `${name.toLowerCase()}=${value}`,
        `${name}=${value}\xa0`,
        `\xa0${name}=${value}`,
        `a=b;\x85${name}=${value}`,
        `${name}=\xff${value}`,
        `${name}=${value},`,
        `session=${value}`,
      ],
      ...[`${name}=${'a'.repeat(12_000)}`, `${name}=Ada${value.slice(3)}`],
    ]) {
      expectProblem(await whoIs(`Cookie: ${cookie}`), 401, 'not-signed-in');
    }
  });

  test('are the only thing that says who asks: the platform’s headers and tokens say nothing', async () => {
    const principal = Buffer.from('{"userId":"Ada","userRoles":["authenticated"]}').toString('base64');
    for (const header of [
      ...[`x-ms-client-principal: ${principal}`, 'x-ms-client-principal-id: ada', 'x-ms-client-principal-name: Ada'],
      ...[
        'Authorization: Bearer eyJhbGciOiJub25lIn0.e30.',
        'Authorization: Basic QWRhOg==',
        `Authorization: ${session}`,
      ],
      ...[`x-functions-key: ${session}`, `Cookie2: ${session}`, 'X-Forwarded-User: Ada', 'Remote-User: Ada'],
    ]) {
      expectProblem(await whoIs(header), 401, 'not-signed-in');
    }
  });
});

describe('a change', () => {
  const signOut = (...headers: string[]) =>
    ask('POST /sign-out', [`Cookie: ${session}`, 'Content-Length: 0', ...headers]);

  test('is refused with an origin that is not exactly one of ours', async () => {
    for (const one of [
      ...[
        'null',
        '',
        `${origin}/`,
        `${origin}/account`,
        origin.toUpperCase(),
        `${origin}:80`,
        origin.replace('127.0.0.1', 'localhost'),
      ],
      ...[
        'https://accounts.example',
        'http://evil.example',
        `${origin}.evil.example`,
        `${origin}\xa0`,
        `${origin}, ${origin}`,
      ],
    ]) {
      // The forged header counts only where there is no origin at all.
      expect((await signOut(`Origin: ${one}`, 'Sec-Fetch-Site: same-origin')).status).toBe(403);
    }
    await expectStillSignedIn();
  });

  test('is refused with two origins, though both are ours', async () => {
    expect((await signOut(`Origin: ${origin}`, `Origin: ${origin}`)).status).toBe(403);
    expect((await signOut(`Origin: ${origin}`, 'Origin: http://evil.example')).status).toBe(403);
    await expectStillSignedIn();
  });

  test('without an origin is refused unless the browser says once that it comes from here', async () => {
    for (const site of [
      'cross-site',
      'same-site',
      'none',
      'Same-Origin',
      'same-origin, cross-site',
      '"same-origin"',
      '',
    ]) {
      expect((await signOut(`Sec-Fetch-Site: ${site}`)).status).toBe(403);
    }
    expect((await signOut('Sec-Fetch-Site: same-origin', 'Sec-Fetch-Site: same-origin')).status).toBe(403);
    expect((await signOut(`Referer: ${origin}/account`)).status).toBe(403);
    await expectStillSignedIn();
  });

  test('is what the method says, whatever method a header names', async () => {
    const overrides = ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'];
    for (const header of overrides) {
      const shown = await ask('GET /api/registration', [
        `Cookie: ${registration}`,
        `${header}: DELETE`,
        `Origin: ${origin}`,
      ]);
      expect(shown.json).toMatchObject({ label: expect.any(String) });
      const posted = await ask('POST /api/session?_method=GET', [
        `Cookie: ${session}`,
        `${header}: GET`,
        'Content-Length: 0',
      ]);
      expectProblem(posted, 405, 'method-not-allowed');
      expect(posted.header('allow')).toBe('GET, OPTIONS');
    }
    expect((await ask('GET /api/registration', [`Cookie: ${registration}`])).status).toBe(200);
  });
});

describe('lengths', () => {
  test('a body over the limit is refused by its length, unread, on a GET too', async () => {
    for (const line of ['POST /api/registration', 'GET /api/session', 'DELETE /api/registration']) {
      const headers = [
        `Cookie: ${registration}`,
        `Origin: ${origin}`,
        'Content-Type: application/json',
        'Content-Length: 16385',
      ];
      // Nothing follows: waiting for the body would be for ever.
      const answer = await ask(line, headers);
      expectProblem(answer, 413, 'too-large');
      expect(answer.header('connection')).toBe('close');
      const patient = await ask(line, [...headers, 'Expect: 100-continue']);
      expectProblem(patient, 413, 'too-large');
    }
  });

  test('a length beyond all numbers is too large as well', async () => {
    const answer = await ask('POST /api/registration', [`Origin: ${origin}`, 'Content-Length: 9007199254740993']);
    expectProblem(answer, 413, 'too-large');
  });

  test('a body in chunks is 411, on a GET too, and what is in it is not taken for a request', async () => {
    const inner = rawRequest('POST /sign-out', [`Cookie: ${session}`, `Origin: ${origin}`, 'Content-Length: 0']);
    const chunk = `${inner.length.toString(16)}\r\n${inner}\r\n0\r\n\r\n`;
    for (const line of ['POST /api/registration', 'GET /api/session', 'DELETE /api/registration']) {
      const headers = [
        `Cookie: ${session}`,
        `Origin: ${origin}`,
        'Content-Type: application/json',
        'Transfer-Encoding: chunked',
      ];
      expectProblem(await ask(line, headers, chunk), 411, 'length-required');
    }
    await expectStillSignedIn();
  });
});

describe('a second request inside the first', () => {
  const hidden = () => rawRequest('POST /sign-out', [`Cookie: ${session}`, `Origin: ${origin}`, 'Content-Length: 0']);

  test('is body where the length covers it', async () => {
    for (const line of ['GET /api/health', 'GET /', 'POST /api/registration', 'PUT /api/health', 'GET /nowhere']) {
      const { count } = await ask(line, [`Origin: ${origin}`, `Content-Length: ${hidden().length}`], hidden());
      expect([line, count]).toEqual([line, 1]);
    }
    await expectStillSignedIn();
  });

  test.each([
    ['white space before the colon', ['Transfer-Encoding : chunked']],
    ['another coding', ['Transfer-Encoding: xchunked']],
    ['a coding behind', ['Transfer-Encoding: chunked, identity']],
    ['the same twice', ['Transfer-Encoding: chunked', 'Transfer-Encoding: identity']],
    ['a vertical tab', ['Transfer-Encoding: \x0bchunked']],
    ['a folded header', ['Transfer-Encoding:', ' chunked', 'Content-Length: 4']],
    ['a length in hexadecimal', ['Content-Length: 0x4']],
    ['a length with a sign', ['Content-Length: +4']],
    ['a negative length', ['Content-Length: -4']],
    ['two lengths in one', ['Content-Length: 4, 4']],
    ['the same length twice', ['Content-Length: 4', 'Content-Length: 4']],
    ['a length and chunks', ['Content-Length: 4', 'Transfer-Encoding: chunked']],
    ['a line break alone', ['X: y\nContent-Length: 4']],
    ['a carriage return alone', ['X: y\rContent-Length: 4']],
    ['NUL in a name', ['Content-Length\0: 4']],
  ])('is never answered behind %s', async (_what, headers) => {
    const answer = await ask('POST /api/health', headers, `0\r\n\r\n${hidden()}`);
    // 405 where the parser finds the fault behind the headers only: the request itself is one that no endpoint takes.
    expect([[400, 405], 1]).toEqual([expect.arrayContaining([answer.status]), answer.count]);
    await expectStillSignedIn();
  });
});

describe('addresses', () => {
  test('the callback’s HEAD consumes nothing: the GET after it signs in', async () => {
    const { callback, cookie } = await beginSignIn(grace);
    for (const method of ['HEAD', 'OPTIONS', 'POST', 'PUT']) {
      const { status } = await ask(`${method} ${callback}`, [
        `Cookie: ${cookie}`,
        `Origin: ${origin}`,
        'Content-Length: 0',
      ]);
      expect([method, status]).toEqual([method, method === 'OPTIONS' ? 204 : 405]);
    }
    const completed = await ask(`GET ${callback}`, [`Cookie: ${cookie}`]);
    expect([completed.status, completed.header('location')]).toEqual([303, '/register']);
    expect((await ask(`GET ${callback}`, [`Cookie: ${cookie}`])).status).toBe(400);
  });

  test('Microsoft is asked to come back to the public origin, whatever host the request names', async () => {
    for (const [line, ...headers] of [
      ['GET /sign-in', 'X-Forwarded-Host: evil.example', 'X-Forwarded-Proto: https', 'X-Forwarded-Port: 1'],
      [
        'GET /sign-in',
        'Forwarded: host=evil.example;proto=https',
        'X-Original-Host: evil.example',
        'X-Host: evil.example',
      ],
      ['GET http://evil.example/sign-in'],
      ['GET https://user:secret@evil.example:1/sign-in?'],
    ] as const) {
      const answer = await ask(line, headers);
      const target = new URL(answer.header('location') ?? '');
      expect([target.host, target.searchParams.get('redirect_uri')]).toEqual([
        new URL(system.standIn.origin).host,
        `${origin}/sign-in/callback`,
      ]);
      expect(answer.head).not.toContain('evil.example');
    }
  });

  test('another address in a header is not the one that is asked for', async () => {
    for (const header of ['X-Original-URL: /api/session', 'X-Rewrite-URL: /api/session', 'X-Forwarded-Prefix: /api']) {
      expectProblem(await ask('GET /api/nowhere', [`Cookie: ${session}`, header]), 404, 'not-found');
    }
  });

  test.each([
    ['http://evil.example/api/session', 401, 'not-signed-in'],
    ['/api/accounts/../session', 401, 'not-signed-in'],
    ['/api/names/%2e%2e/session', 401, 'not-signed-in'],
    ['/%61pi/session', 401, 'not-signed-in'],
    ['/API/Session/', 401, 'not-signed-in'],
    ['/api/session%3Fx', 404, 'not-found'],
    ['/api/session;x=y', 404, 'not-found'],
    ['/api%2Fsession', 404, 'not-found'],
    ['/api%5Csession', 404, 'not-found'],
    ['/api/./nowhere', 404, 'not-found'],
    ['/api/accounts/..%2Fsession', 404, 'no-such-account'],
    ['/api/accounts/%252e%252e%252fsession', 404, 'no-such-account'],
    [`/api/accounts/${'%F0%9F%91%8D'.repeat(200)}`, 404, 'no-such-account'],
    [`/api/accounts/${"ada'%20or%20RowKey%20ne%20'"}`, 404, 'no-such-account'],
  ])('%s is read once', async (target, status, code) => {
    expectProblem(await ask(`GET ${target}`), status, code);
  });

  test.each(['%ff', '%c0%ae', '%ed%a0%80', '%00', '%', '%4', '%zz', '%u0041', 'a\tb', 'a\x7f'])(
    'a name written as %j is refused by the host, and nothing is asked of storage',
    async (name) => {
      expect(await ask(`GET /api/names/${name}`)).toMatchObject({ status: 400, count: 1, body: '' });
    },
  );

  test('the parameter `code`, in which the platform would look for a key, is nothing to other addresses', async () => {
    const code = 'code=a&code=%00&clientId=default';
    expect((await ask(`GET /api/health?${code}`)).status).toBe(200);
    expect((await ask(`GET /api/session?${code}`, [`Cookie: ${session}`])).status).toBe(200);
    expectProblem(await ask(`GET /api/session?${code}`), 401, 'not-signed-in');
    expectProblem(await ask(`GET /api/names?${code}`), 404, 'not-found');
    expect((await ask(`GET /sign-in/callback?${code}`)).status).toBe(400);
  });

  test('a parameter, a header or a cookie called __proto__ is one like any other', async () => {
    const odd = ['__proto__: a', 'constructor: b', 'toString: c', 'Cookie: __proto__=a; constructor=b'];
    expect((await ask('GET /api/health?__proto__=a&__proto__=b&constructor=c&toString=', odd)).json).toEqual({
      status: 'alive',
    });
    expect((await ask('GET /api/names/__proto__', odd)).json).toMatchObject({ available: false, reason: 'invalid' });
  });
});

describe('protocols', () => {
  test.each([
    ['an upgrade to WebSocket', rawRequest('GET /api/health', ['Upgrade: websocket', 'Sec-WebSocket-Key: a']), 200],
    ['an upgrade to HTTP/2', rawRequest('GET /api/health', ['Upgrade: h2c', 'HTTP2-Settings: a']), 200],
    ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
    ['an HTTP to come', 'GET /api/health HTTP/9.9\r\nHost: x\r\n\r\n', 400],
    ['HTTP/0.9', 'GET /api/health\r\n\r\n', 200],
    ['an expectation that nobody knows', rawRequest('GET /api/health', ['Expect: a miracle']), 417],
    ['a range', rawRequest('GET /api/health', ['Range: bytes=0-1', 'If-None-Match: *']), 200],
    ['bytes that are no text', rawRequest('GET /api/health', ['User-Agent: \xff\xfe\x80', 'Accept: \xc3\x28']), 200],
    ['a hundred cookies', rawRequest('GET /', [`Cookie: ${'__Host-session=a.b; '.repeat(100)}`]), 200],
  ])('%s gets one answer', async (_what, text, status) => {
    expect(await sendRaw(origin, text)).toMatchObject({ status, count: 1 });
  });
});

test('none of this was a fault to the service, and no secret is in what it logged', async () => {
  await expectStillSignedIn();
  const lines = system.log.join('\n');
  expect(lines).not.toMatch(/"level":"error"|"event":"fault"|function-failed/);
  for (const cookie of [session, registration]) expect(lines).not.toContain(cookie.split('.').at(-1));
});
