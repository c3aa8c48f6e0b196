import { isDeepStrictEqual } from 'node:util';
import type { Endpoint } from '../../../shared/http/endpoint.ts';
import { routePattern } from '../../../shared/http/route-pattern.ts';
import type { Snapshot } from '../table-simulator/table-store.ts';
import { allEndpoints, createWorld, type Sent } from '../world.ts';
import { type Caller, type Callers, callerSettings, callersOf } from './callers.ts';
import { checksIn } from './decency.ts';

/** One request, as it is sent. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** A request with nothing wrong except, perhaps, who asks and what the body says. */
export function requestTo(endpoint: Endpoint, param = 'Sample-Name', query = ''): Asked {
  const path = `/${endpoint.route.replaceAll(/\{\w+\}/g, () => param)}${query}`;
  const type = endpoint.bodyType === 'form' ? 'application/x-www-form-urlencoded' : 'application/json';
  return {
    method: endpoint.method,
    path,
    headers: {
      ...(endpoint.method !== 'GET' && { origin: 'https://accounts.example.org' }),
      ...(endpoint.body && { 'content-type': type }),
    },
    ...(endpoint.body && { body: endpoint.bodyType === 'form' ? 'act=none' : '{}' }),
  };
}

/** Whether the caller gets as far as being read and handled. */
export function isAdmitted(endpoint: Endpoint, { state }: Caller): boolean {
  switch (endpoint.caller) {
    case 'anyone':
      return true;
    case 'registration':
      return state === 'registration';
    case 'session':
      return state === 'session' || state === 'stale session';
    case 'fresh-session':
      return state === 'session';
    case 'registry':
      return state === 'registry';
  }
}

/** Says what is wrong with an answer; undefined when it is as it should be. */
export type Expectation = (sent: Sent) => string | undefined;

export function isStatus(...statuses: readonly number[]): Expectation {
  return ({ status }) => (statuses.includes(status) ? undefined : `${status} in place of ${statuses.join(' or ')}`);
}

export interface Inquiry {
  readonly callers: Callers;
  /** How many requests were sent. */
  tried: number;
  /** What went wrong, a sentence each. */
  readonly violations: string[];
  ask(caller: Caller, asked: Asked, what: string, expectation?: Expectation): Promise<Sent>;
}

/**
 * Asks and judges. Whatever is asked, no answer is a fault or shows what it should not, and a request that is refused or
 * only reads writes nothing. What a good request changed is undone, so that every request finds the same world.
 */
export async function newInquiry({ isLong = false } = {}): Promise<Inquiry> {
  const callers = await callersOf();
  const { world } = callers;
  const checks = checksIn(callers);
  // A process limits what one session may ask, so another one takes over after this many requests.
  let there = world;
  const self: Inquiry = {
    callers,
    tried: 0,
    violations: [],
    async ask(caller, asked, what, expectation) {
      const before = world.store.snapshot();
      const { method, path, headers, body } = asked;
      const cookie = [caller.cookie, headers.cookie].filter((one) => one !== undefined).join('; ');
      if (isLong && self.tried % 1000 === 999) there = await createWorld({ beside: world, settings: callerSettings });
      const sent = await there.send(method, path, {
        headers: {
          ...headers,
          ...(cookie !== '' && { cookie }),
          ...(caller.authorization && { authorization: caller.authorization }),
        },
        ...(body !== undefined && method !== 'GET' && method !== 'HEAD' && { body }),
      });
      const endpoint = endpointAt(method, path);
      const written = tablesThatDiffer(before, world.store.snapshot());
      if (written.length > 0) world.store.restore(before);
      const isWrong = written.length > 0 && !mayWrite(endpoint, sent, written);
      const faults = [
        ...checks.faultsOf(sent, caller, endpoint),
        ...(isWrong ? [`wrote to ${written.join(', ')} and answered ${sent.status}`] : []),
        ...[expectation?.(sent)].filter((one) => one !== undefined),
      ];
      self.tried += 1;
      self.violations.push(
        ...faults.map((fault) => `${method} ${path.slice(0, 80)} by ${caller.state}, ${what}: ${fault}`),
      );
      // The log of thousands of requests is not what is looked at here.
      there.log.length = 0;
      return sent;
    },
  };
  return self;
}

const patterns = allEndpoints.map((endpoint) => ({ endpoint, pattern: routePattern(endpoint.route) }));

function endpointAt(method: string, path: string): Endpoint | undefined {
  const { pathname } = new URL(path, 'http://host.internal');
  return patterns.find(({ endpoint, pattern }) => endpoint.method === method && pattern.test(pathname))?.endpoint;
}

/** A read writes only when it begins a sign-in; a change only when it is done. */
function mayWrite(endpoint: Endpoint | undefined, { status }: Sent, written: readonly string[]): boolean {
  // A name that turns out to be taken was already announced: the pointer means nothing, and the next claim swaps it.
  if (endpoint?.caller === 'registration' && status === 409) return isDeepStrictEqual(written, ['identities']);
  if (!endpoint || status >= 400) return false;
  return endpoint.method !== 'GET' || (endpoint.name === 'start-sign-in' && isDeepStrictEqual(written, ['flows']));
}

/** The store copies what it writes to, so an unchanged map was not written to. */
function tablesThatDiffer(before: Snapshot, after: Snapshot): string[] {
  return [...after.keys()].filter((table) => after.get(table) !== before.get(table));
}
