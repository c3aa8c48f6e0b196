/**
 * What no answer carries, whoever asks for whatever: a stack, a path, a secret, or what is somebody else's.
 *
 * Seen to fail with the cause's stack as the detail of `internal` in problem-answer.ts, and with a seen time that is always
 * stale, so that a read writes.
 */
import fc from 'fast-check';
import { beforeAll, expect, test, vi } from 'vitest';
import { catchAllMethods } from '../../shared/http/catch-all.ts';
import { actor } from '../support/browser-actor.ts';
import { type Asked, type Inquiry, newInquiry, requestTo } from '../support/malformed/asking.ts';
import { goodBody } from '../support/malformed/body-fields.ts';
import type { Caller } from '../support/malformed/callers.ts';
import { checksIn } from '../support/malformed/decency.ts';
import { asHeaderValue, loadedWords, naughtyStrings } from '../support/malformed/naughty-strings.ts';
import { allEndpoints, createWorld, type Sent } from '../support/world.ts';

vi.setConfig({ testTimeout: 120_000 });

let inquiry: Inquiry;

beforeAll(async () => {
  inquiry = await newInquiry();
});

const names = fc.constantFrom('Ada', 'ada', 'A.d.a', 'Katherine', 'Boole', 'boole', 'Nobody', 'name-taken');
const text = fc.oneof(
  fc.constantFrom(...naughtyStrings, ...loadedWords),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary-ascii', maxLength: 40 }),
  names,
);
const header = fc.constantFrom(
  'accept',
  'content-type',
  'origin',
  'user-agent',
  'x-forwarded-host',
  'content-length',
  'referer',
);
const addressed = fc.record({
  param: fc.oneof(names, text).map((one) => encodeURIComponent(one.toWellFormed())),
  query: fc.array(fc.tuple(fc.oneof(fc.constantFrom('returnTo', 'purpose', 'state', 'code', 'error'), text), text), {
    maxLength: 4,
  }),
});

/** Requests of every kind: to every route, with any method, and with any number of things wrong. */
const asked: fc.Arbitrary<Asked> = fc
  .record({
    endpoint: fc.constantFrom(...allEndpoints),
    addressed,
    method: fc.option(fc.constantFrom(...catchAllMethods), { freq: 4 }),
    more: fc.option(text, { freq: 5 }),
    headers: fc.array(fc.tuple(header, text.map(asHeaderValue)), { maxLength: 2 }),
    body: fc.option(fc.oneof(fc.json(), text, fc.uint8Array({ maxLength: 60 }))),
  })
  .map(({ endpoint, addressed: { param, query }, method, more, headers, body }) => {
    const good = requestTo(endpoint, param);
    const rest = more === null ? '' : `/${encodeURIComponent(more.toWellFormed())}`;
    const search = new URLSearchParams(query.map(([name, value]): [string, string] => [name, value]));
    return {
      method: method ?? good.method,
      path: `${good.path}${rest}`.replace(/^\/\//, '/').concat(query.length === 0 ? '' : `?${search}`),
      headers: { ...good.headers, ...Object.fromEntries(headers) },
      body: body ?? JSON.stringify(goodBody(endpoint)),
    };
  });

test('no answer shows the program, a secret, or somebody else, and none is a fault', async () => {
  const statuses = new Map<number, number>();
  const by = fc.nat({ max: inquiry.callers.all.length - 1 });
  await fc.assert(
    fc.asyncProperty(asked, by, async (one, at) => {
      const { status } = await inquiry.ask(inquiry.callers.all[at] as Caller, one, 'by chance');
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      expect(inquiry.violations).toEqual([]);
    }),
    { numRuns: 12_000 },
  );
  // Not all of them are stopped at the same step.
  for (const status of [200, 303, 400, 401, 403, 404, 405, 415]) expect(statuses.get(status)).toBeGreaterThan(3);
});

test('an answer to a fault, or to silent storage, shows nothing of it either', async () => {
  const { callers } = inquiry;
  const details = `at secretive (${process.cwd()}/shared/secret.ts:1:1) ${callers.secrets.join(' ')} ${callers.labels.join(' ')}`;
  const thrower = () => Promise.reject(new TypeError(details));
  const broken = await createWorld({ beside: callers.world, provider: { authorizationUrl: thrower, redeem: thrower } });
  const answers: [Sent, Caller][] = [];
  for (const caller of callers.all) {
    const headers = caller.cookie === undefined ? {} : { cookie: caller.cookie };
    answers.push([await broken.send('GET', '/sign-in', { headers }), caller]);
  }
  const browser = actor(callers.world, 'hopper');
  const callback = await browser.beginSignIn();
  answers.push([await browser.at(broken).get(callback), callers.all[0] as Caller]);

  const checks = checksIn(callers);
  const faults = answers.flatMap(([sent, caller]) => checks.faultsOf(sent, caller, undefined));
  expect(faults.filter((fault) => !fault.startsWith('answered 500'))).toEqual([]);
  expect(answers).toHaveLength(callers.all.length + 1);
  expect(new Set(answers.map(([{ status }]) => status))).toEqual(new Set([500]));
});

test('the checks find what they look for', async () => {
  const { callers } = inquiry;
  const checks = checksIn(callers);
  const [nobody, registration] = callers.all as [Caller, Caller];
  const page = { 'content-type': 'text/html; charset=utf-8' };
  const said = (words: string, headers: Record<string, string> = page, status = 200): Sent => ({
    ...{ status, headers, cookies: [], text: words, storageRequests: 0 },
  });
  const shown = [
    ...[new Error('x').stack ?? '', `in ${process.cwd()}/x`, 'SyntaxError: Unexpected token', '<p>a</p><script>'],
    ...[...callers.secrets, ...callers.labels],
  ];
  for (const words of shown) expect(checks.faultsOf(said(words), nobody, undefined)).not.toEqual([]);
  expect(checks.faultsOf(said('', { location: '/\r\nx: y' }, 303), nobody, undefined)).not.toEqual([]);
  expect(
    checks.faultsOf(said('{"code":"none"}', { 'content-type': 'application/problem+json' }, 400), nobody, undefined),
  ).not.toEqual([]);
  expect(checks.faultsOf(said('Oops', { 'content-type': 'text/plain' }, 400), nobody, undefined)).not.toEqual([]);
  expect(checks.faultsOf(said(registration.label ?? ''), registration, undefined)).toEqual([]);
  expect(callers.secrets.length).toBeGreaterThan(20);
});
