/**
 * Bodies that nobody should send, on every route of the endpoint list: refused with a sentence, never a fault, and
 * nothing is written.
 *
 * Seen to fail without `refuseRepeatedMembers` in json.ts; in request-body.ts without `fatal`, without `ignoreBOM`, without
 * the second check of the length, without the line about `__proto__`; and with `z.object` for the body of a claim.
 *
 * Source: API 5 and 6, ASSURANCE 5.
 */
import { beforeEach, expect, test } from 'vitest';
import { bodyLimitBytes, type Endpoint } from '../../shared/http/endpoint.ts';
import { type Asked, type Inquiry, isAdmitted, isStatus, newInquiry, requestTo } from '../support/malformed/asking.ts';
import { formsIn, goodBody, readsJson, textFields, wrongTypes } from '../support/malformed/body-fields.ts';
import { brokenJson } from '../support/malformed/broken-json.ts';
import type { Caller } from '../support/malformed/callers.ts';
import { codeOf } from '../support/malformed/decency.ts';
import { loneSurrogates, naughtyStrings } from '../support/malformed/naughty-strings.ts';
import { allEndpoints } from '../support/world.ts';

const changing = allEndpoints.filter(({ method }) => method !== 'GET');
const reading = changing.filter(readsJson);

let inquiry: Inquiry;

beforeEach(async () => {
  inquiry = await newInquiry({ isLong: true });
});

interface Body {
  readonly rule: string;
  readonly body: Asked['body'];
  readonly isUnreadable?: boolean;
}

/** Sends bodies to an endpoint as every caller. One who is not admitted is refused for that, whatever the body. */
async function sendAll(endpoint: Endpoint, bodies: Iterable<Body>, ...statuses: readonly number[]): Promise<void> {
  for (const { rule, body, isUnreadable = false } of bodies) {
    for (const caller of inquiry.callers.all) {
      const isRead = isAdmitted(endpoint, caller);
      await inquiry.ask(caller, withBody(endpoint, body), rule, (sent) => {
        if (!endpoint.body) return undefined;
        const isSaid = /not well-formed|not UTF-8|is empty/.test(sent.text);
        if (isRead && isUnreadable && !isSaid) return `is not said to be unreadable: ${sent.text.slice(0, 200)}`;
        return isStatus(...(isRead ? statuses : [401, 403]))(sent);
      });
    }
  }
}

function withBody(endpoint: Endpoint, body: Asked['body']): Asked {
  return { ...requestTo(endpoint), ...(body !== undefined && { body }) };
}

function expectNoViolations(atLeast: number): void {
  expect(inquiry.violations.slice(0, 20)).toEqual([]);
  expect(inquiry.tried).toBeGreaterThan(atLeast);
}

/** Somebody to whom a page shows its forms. */
function visitorOf(endpoint: Endpoint): Caller {
  const visitor = inquiry.callers.all.find((caller) => isAdmitted(endpoint, caller));
  if (!visitor) throw new Error(`Nobody may call ${endpoint.name}`);
  return visitor;
}

test('broken JSON is refused as such wherever a body is read, and ignored where none is', async () => {
  for (const endpoint of changing) {
    const bodies = brokenJson(readsJson(endpoint) ? goodBody(endpoint) : { username: 'Sample-Name' });
    if (endpoint.bodyType !== 'form') await sendAll(endpoint, bodies, 400);
  }
  expectNoViolations(1000);
});

test('a value of the wrong type is refused in every field, with a pointer to it', async () => {
  for (const endpoint of reading) {
    const bodies = wrongTypes(endpoint).map(({ rule, body }) => ({ rule, body: JSON.stringify(body) }));
    await sendAll(endpoint, bodies, 400);
    for (const { rule, body } of wrongTypes(endpoint)) {
      const sent = await inquiry.ask(
        visitorOf(endpoint),
        withBody(endpoint, JSON.stringify(body)),
        rule,
        isStatus(400),
      );
      expect(JSON.parse(sent.text)).toMatchObject({
        code: 'invalid-request',
        errors: [{ pointer: expect.stringMatching(/^\/./) }],
      });
    }
  }
  expectNoViolations(40);
});

test('a field that is not known is refused, whatever it is called', async () => {
  const unknown = [
    'more',
    'Username',
    'username ',
    '',
    '__proto__',
    'constructor',
    'toString',
    '\uD800',
    'id',
    'role',
    'isAdmin',
  ];
  for (const endpoint of reading) {
    const inner = JSON.stringify(goodBody(endpoint)).slice(1, -1);
    const bodies = unknown.map((name) => ({
      rule: `the field ${name}`,
      body: `{${inner},${JSON.stringify(name)}:"Ada"}`,
    }));
    await sendAll(endpoint, bodies, 400);
  }
  expectNoViolations(40);
});

test('a text that no field takes is refused in every field', async () => {
  for (const endpoint of reading) {
    const bodies = textFields(endpoint).flatMap((name) =>
      [...naughtyStrings, ...loneSurrogates]
        .map((text) => ({
          rule: `${name} as ${JSON.stringify(text).slice(0, 40)}`,
          body: { ...goodBody(endpoint), [name]: text },
        }))
        .filter(({ body }) => endpoint.body?.safeParse(body).success !== true)
        .map(({ rule, body }) => ({ rule, body: JSON.stringify(body) })),
    );
    await sendAll(endpoint, bodies, 422, 400);
  }
  expectNoViolations(600);
});

test('a form is refused if it is not the page’s own, or says a thing twice', async () => {
  for (const endpoint of allEndpoints.filter(({ bodyType }) => bodyType === 'form')) {
    const page = await inquiry.ask(
      visitorOf(endpoint),
      { method: 'GET', path: requestTo(endpoint).path, headers: {} },
      'shown',
    );
    const forms = formsIn(page.text);
    expect(forms).not.toEqual([]);
    const bodies = [
      '',
      '&',
      '=',
      'act',
      'act=',
      'act=none',
      'act=__proto__',
      'act=constructor',
      'act=toString',
      '{}',
      '%',
      '%ff=%ff',
    ];
    for (const { act, fields } of forms) {
      const good = new URLSearchParams({
        act,
        ...Object.fromEntries(fields.map((name) => [name, 'Sample-Name'])),
      }).toString();
      bodies.push(
        `${good}&act=${act}`,
        `act=${act}&${good}`,
        `${good}&more=1`,
        `${good}&__proto__=1`,
        `${good}&constructor=1`,
        `${good}&=`,
      );
      for (const field of fields) {
        bodies.push(
          `${good}&${field}=Sample-Name`,
          `${good}&${field}=`,
          `act=${act}`,
          `act=${act}&${field}[]=Sample-Name`,
        );
        for (const text of naughtyStrings) bodies.push(new URLSearchParams({ act, [field]: text }).toString());
      }
    }
    await sendAll(
      endpoint,
      bodies.map((body) => ({ rule: `the form ${body.slice(0, 60)}`, body })),
      400,
      422,
      // For pages that not everybody may see.
      404,
      403,
    );
    const [form] = forms;
    const spoiled = Buffer.concat([Buffer.from(`act=${form?.act}&${form?.fields[0]}=`), Buffer.from([0xff])]);
    await sendAll(endpoint, [{ rule: 'a byte that no UTF-8 has', body: spoiled }], 400, 403, 404);
  }
  expectNoViolations(800);
});

test('a body one byte over 16 KiB is refused on every route, by its length alone', async () => {
  const whole = (length: number) => `{"username":"${'a'.repeat(length - '{"username":""}'.length)}"}`;
  for (const endpoint of allEndpoints) {
    for (const caller of inquiry.callers.all) {
      const over = {
        ...requestTo(endpoint),
        headers: { ...requestTo(endpoint).headers, 'content-length': String(bodyLimitBytes + 1) },
      };
      const sent = await inquiry.ask(
        caller,
        { ...over, body: whole(bodyLimitBytes + 1) },
        '16 KiB and a byte',
        isStatus(413),
      );
      expect(sent.storageRequests).toBe(0);
      expect(codeOf(sent)).toBe('too-large');
    }
    if (readsJson(endpoint)) await sendAll(endpoint, [{ rule: '16 KiB', body: whole(bodyLimitBytes) }], 422, 400);
  }
  expectNoViolations(60);
});

test('a body that is longer than it says is refused too', async () => {
  for (const endpoint of changing.filter(({ body }) => body !== undefined)) {
    const { headers, ...rest } = requestTo(endpoint);
    const body = 'x'.repeat(bodyLimitBytes + 1);
    for (const caller of inquiry.callers.all) {
      const asked = { ...rest, headers: { ...headers, 'content-length': '2' }, body };
      const wanted = isAdmitted(endpoint, caller) ? [413] : [401, 403];
      await inquiry.ask(caller, asked, 'a false length', isStatus(...wanted));
    }
  }
  expectNoViolations(7);
});
