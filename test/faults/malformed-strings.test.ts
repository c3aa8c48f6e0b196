/**
 * Texts that have broken somebody's program before, in every place of a request that takes text, on every route of the
 * endpoint list: never a fault, nothing is written, and nothing of it comes back as markup or as a header.
 *
 * Seen to fail in cookies.ts with `trim()` and without `more.length === 0`, and with repeated query values not made an
 * array in handler.ts.
 *
 * Source: ASSURANCE 5.
 */
import { beforeEach, expect, test } from 'vitest';
import * as z from 'zod/mini';
import type { Endpoint } from '../../shared/http/endpoint.ts';
import { isAccountName } from '../../shared/names/account-name.ts';
import { actor } from '../support/browser-actor.ts';
import { type Inquiry, isAdmitted, isStatus, newInquiry, requestTo } from '../support/malformed/asking.ts';
import { addressHeader, type Caller } from '../support/malformed/callers.ts';
import { checksIn } from '../support/malformed/decency.ts';
import { asHeaderValue, loadedWords, naughtyStrings } from '../support/malformed/naughty-strings.ts';
import { allEndpoints } from '../support/world.ts';

const texts = [...naughtyStrings, ...loadedWords];

let inquiry: Inquiry;

beforeEach(async () => {
  inquiry = await newInquiry({ isLong: true });
});

function expectNoViolations(atLeast: number): void {
  expect(inquiry.violations.slice(0, 20)).toEqual([]);
  expect(inquiry.tried).toBeGreaterThan(atLeast);
}

/** Each caller in turn, so that every text meets every place, and every caller every place, without all three at once. */
function turnOf(count: number): Caller {
  const { all } = inquiry.callers;
  return all[count % all.length] ?? nobody;
}

const nobody: Caller = { state: 'nobody', cookie: undefined, label: undefined };

test('the naughty strings are many, and none of them is a name', () => {
  expect(naughtyStrings.filter(isAccountName)).toEqual([]);
  expect(naughtyStrings.length).toBeGreaterThan(180);
});

test('in every path parameter, as every caller', async () => {
  for (const endpoint of allEndpoints.filter(({ route }) => route.includes('{'))) {
    for (const text of texts) {
      for (const caller of inquiry.callers.all) {
        await inquiry.ask(
          caller,
          requestTo(endpoint, encodeURIComponent(text)),
          `the parameter ${JSON.stringify(text).slice(0, 40)}`,
        );
      }
    }
  }
  expectNoViolations(2000);
});

test('in an unknown address', async () => {
  for (const [count, text] of texts.entries()) {
    for (const path of ['', 'api/', 'api/names/Ada/', 'account/'].map(
      (start) => `/${start}${encodeURIComponent(text)}`,
    )) {
      for (const accept of ['text/html', '*/*']) {
        await inquiry.ask(turnOf(count), { method: 'GET', path, headers: { accept } }, 'in an address');
      }
    }
  }
  expectNoViolations(1500);
});

function knownQuery({ query }: Endpoint): readonly string[] {
  return query instanceof z.ZodMiniObject ? Object.keys(query.shape) : [];
}

test('in every query parameter that is read, and in all the others at once', async () => {
  const others = ['code', 'state', 'error', 'iss', 'cursor', '__proto__', 'a[]'];
  for (const endpoint of allEndpoints) {
    for (const names of [...knownQuery(endpoint).map((name) => [name]), others]) {
      for (const [count, text] of texts.entries()) {
        const query = new URLSearchParams(names.map((name) => [name, text]));
        await inquiry.ask(turnOf(count), requestTo(endpoint, 'Sample-Name', `?${query}`), `in ${names}`);
      }
    }
  }
  expectNoViolations(4000);
});

test('in the name of a query parameter, and in one that is sent twice', async () => {
  for (const endpoint of allEndpoints) {
    for (const [count, text] of texts.entries()) {
      const name = encodeURIComponent(text);
      await inquiry.ask(turnOf(count), requestTo(endpoint, 'Sample-Name', `?${name}=a&${name}=${name}`), 'as a name');
    }
    for (const name of knownQuery(endpoint)) {
      const asked = requestTo(endpoint, 'Sample-Name', `?${name}=/&${name}=/`);
      for (const caller of inquiry.callers.all.filter((one) => isAdmitted(endpoint, one))) {
        await inquiry.ask(caller, asked, `${name} twice`, isStatus(400));
      }
    }
  }
  expectNoViolations(4000);
});

/** Each of these may refuse the request at once, and would hide what comes after it; the last three only a change. */
const deciding = ['cookie', addressHeader, 'content-type', 'origin', 'sec-fetch-site'];
const passing = [
  ...[
    'accept',
    'accept-encoding',
    'accept-language',
    'authorization',
    'content-encoding',
    'host',
    'if-match',
    'if-none-match',
  ],
  ...[
    'range',
    'referer',
    'user-agent',
    'forwarded',
    'traceparent',
    'x-forwarded-for',
    'x-forwarded-host',
    'x-original-url',
  ],
  ...['x-http-method-override', 'x-ms-client-principal', 'x-ms-client-principal-id', 'x-functions-key', 'x-request-id'],
];

test('in every header: those that decide one by one, the others at once', async () => {
  for (const endpoint of allEndpoints) {
    const asked = requestTo(endpoint);
    const alone = endpoint.method === 'GET' ? deciding.slice(0, 2) : deciding;
    const together = [...deciding, ...passing].filter((name) => !alone.includes(name));
    for (const names of [...alone.map((name) => [name]), together]) {
      for (const [count, text] of texts.entries()) {
        const naughty = Object.fromEntries(names.map((name) => [name, asHeaderValue(text)]));
        const headers = { ...asked.headers, ...naughty };
        await inquiry.ask(turnOf(count), { ...asked, headers }, `in ${names}`);
      }
    }
  }
  expectNoViolations(12_000);
});

test('in the error with which Microsoft is said to have refused, on a sign-in of one’s own', async () => {
  const { world } = inquiry.callers;
  const checks = checksIn(inquiry.callers);
  for (const text of texts) {
    const browser = actor(world, 'hopper');
    const { searchParams } = new URL((await browser.get('/sign-in')).location ?? '');
    const query = new URLSearchParams({ state: searchParams.get('state') ?? '', error: text, error_description: text });
    const sent = await browser.get(`/sign-in/callback?${query}`);
    expect([sent.status, checks.faultsOf(sent, nobody, undefined)]).toEqual([400, []]);
  }
});

test('in every cookie, where none of them belongs to anybody', async () => {
  const cookies = [
    '__Host-browser',
    '__Host-registration',
    '__Host-session',
    '__Host-notice',
    '__host-session',
    'other',
  ];
  for (const endpoint of allEndpoints) {
    const asked = requestTo(endpoint);
    const refused = endpoint.caller === 'anyone' ? undefined : isStatus(401);
    for (const name of cookies) {
      for (const text of texts) {
        const cookie = `${name}=${asHeaderValue(text)}`;
        await inquiry.ask(nobody, { ...asked, headers: { ...asked.headers, cookie } }, `in ${name}`, refused);
      }
    }
  }
  expectNoViolations(20_000);
});

test('somebody’s cookie opens nothing when it is sent twice, quoted, encoded, or slightly changed', async () => {
  for (const endpoint of allEndpoints.filter(({ caller }) => caller !== 'anyone')) {
    const asked = requestTo(endpoint);
    for (const { state, cookie } of inquiry.callers.all) {
      const [name = '', value = ''] = cookie?.split('=') ?? [];
      const spoiled = [
        ...[`${name}=${value}; ${name}=${value}`, `${name}=${value}; ${name}=`, `${name}=; ${name}=${value}`],
        ...[
          `${name}="${value}"`,
          `${name}='${value}'`,
          `${name}=${value}.`,
          `${name}=.${value}`,
          `${name}=${value}.${value}`,
        ],
        ...[
          `${name}=${value.replace('.', '%2E')}`,
          `${name}=${value.replace('.', '..')}`,
          `${name}=${value.replace('.', '/')}`,
        ],
        ...[
          `${name}=${value.slice(0, -1)}`,
          `${name}=${value}A`,
          `${name}=${value.split('.')[1]}`,
          `\u00A0${name}=${value}`,
        ],
        ...[
          `${name.toLowerCase()}=${value}`,
          `${name} =${value}`,
          `${name}=${value},${name}=${value}`,
          `$Version=1, ${name}=${value}`,
        ],
        ...[`${name}=Ada${value.slice(value.indexOf('.'))}`, `${name}=../${value}`, `${name}=${value}\u00A0`, value],
      ];
      for (const one of cookie === undefined ? [] : spoiled) {
        await inquiry.ask(
          nobody,
          { ...asked, headers: { ...asked.headers, cookie: one } },
          `${state} as ${one}`,
          isStatus(401),
        );
      }
    }
  }
  expectNoViolations(200);
});
