/**
 * A request with several faults is refused for the one that comes first in the order of API 5, so that nobody learns
 * from a later step what an earlier one keeps from them, and nothing is read for somebody who is turned away anyway.
 *
 * Seen to fail with `checkOrigin` after `authenticate`, with `readBody` before it, and with the limits checked before the
 * catch-all's refusal.
 */
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../shared/http/endpoint.ts';
import { actor } from '../support/browser-actor.ts';
import { type Inquiry, newInquiry, requestTo } from '../support/malformed/asking.ts';
import { addressHeader, type Caller } from '../support/malformed/callers.ts';
import { codeOf } from '../support/malformed/decency.ts';
import {
  areTogether,
  exhaustedAddress,
  type RequestFault,
  requestFaults,
  steps,
} from '../support/malformed/ordered-faults.ts';
import { allEndpoints } from '../support/world.ts';

let inquiry: Inquiry;

beforeAll(async () => {
  inquiry = await newInquiry();
  const { world } = inquiry.callers;
  for (let count = 0; count < 3000; count += 1) {
    await world.send('GET', '/api/health', { headers: { [addressHeader]: exhaustedAddress } });
  }
});

const stepOf = ({ step }: RequestFault) => steps.indexOf(step);

/** A caller with nothing wrong. */
function usual({ caller }: Endpoint): Caller['state'] {
  return caller === 'registration' || caller === 'registry' ? caller : 'session';
}

function callerOf(endpoint: Endpoint, faults: readonly RequestFault[]): Caller {
  const state = faults.find(({ by }) => by)?.by ?? usual(endpoint);
  const found = inquiry.callers.all.find((one) => one.state === state);
  if (!found) throw new Error(`Nobody is in the state ${state}`);
  return found;
}

/** The refusal must be that of the earliest step; which of two in the same step, nobody promises. */
async function refusalOf(endpoint: Endpoint, faults: readonly RequestFault[]): Promise<void> {
  const asked = faults.reduce<ReturnType<typeof requestTo>>(
    (one, { spoil }) => spoil(one, endpoint),
    requestTo(endpoint),
  );
  const first = Math.min(...faults.map(stepOf));
  const wanted = faults
    .filter((fault) => stepOf(fault) === first)
    .map(({ code }) => (typeof code === 'function' ? code(endpoint) : code));
  const what = faults.map(({ name }) => name).join(' and ');
  const sent = await inquiry.ask(callerOf(endpoint, faults), asked, what, (answer) => {
    // The page that shows its form again names no code; it is a 400.
    const code = codeOf(answer) ?? (answer.status === 400 ? 'invalid-request' : undefined);
    return wanted.some((one) => one === code) ? undefined : `${answer.status} ${code} in place of ${wanted}`;
  });
  const isBeforeStorage = first < steps.indexOf('401');
  if (isBeforeStorage && sent.storageRequests !== 0)
    inquiry.violations.push(`${endpoint.name}, ${what}: storage was asked`);
}

const fitting = (endpoint: Endpoint) => requestFaults.filter(({ fits }) => fits(endpoint));

test('a single fault gets its own refusal', async () => {
  for (const endpoint of allEndpoints) for (const fault of fitting(endpoint)) await refusalOf(endpoint, [fault]);
  expect(inquiry.violations).toEqual([]);
});

test('of two faults at once, the earlier one is refused, on every route', async () => {
  const before = inquiry.tried;
  for (const endpoint of allEndpoints) {
    const faults = fitting(endpoint);
    for (const [at, fault] of faults.entries()) {
      for (const other of faults.slice(at + 1))
        if (areTogether([fault, other])) await refusalOf(endpoint, [fault, other]);
    }
  }
  expect(inquiry.violations).toEqual([]);
  expect(inquiry.tried - before).toBeGreaterThan(300);
});

test('of any faults at once, the earliest one is refused', async () => {
  const several = fc.constantFrom(...allEndpoints).chain((endpoint) =>
    fc.record({
      endpoint: fc.constant(endpoint),
      faults: fc.shuffledSubarray(fitting(endpoint), { minLength: 2 }).filter(areTogether),
    }),
  );
  await fc.assert(
    fc.asyncProperty(several, async ({ endpoint, faults }) => {
      await refusalOf(endpoint, faults);
      expect(inquiry.violations).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});

test('a body of the wrong shape is refused before anybody asks whether the name in it is taken', async () => {
  const { world } = inquiry.callers;
  const turing = actor(world, 'turing');
  await turing.signIn();
  const refused = await turing.post('/api/registration', { username: 'Ada', more: 1 });
  expect([refused.status, refused.storageRequests]).toEqual([400, 1]);
  expect((await turing.post('/api/registration', { username: 'Ada' })).json.code).toBe('name-taken');
});
