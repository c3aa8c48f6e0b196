/** What can be wrong with a request, in the order in which it is refused. Source: API 5. */
import * as z from 'zod/mini';
import { bodyLimitBytes, type Caller, type Endpoint } from '../../../shared/http/endpoint.ts';
import type { ProblemCode } from '../../../shared/problems.ts';
import { allEndpoints } from '../world.ts';
import type { Asked } from './asking.ts';
import { addressHeader, type Caller as Somebody } from './callers.ts';

/** An address that has used up its limit. */
export const exhaustedAddress = '203.0.113.7';

export const steps = ['404/405', '411/413/415', '403 origin', '429', '401', '403 not fresh', '400/422'] as const;

export interface RequestFault {
  readonly name: string;
  readonly step: (typeof steps)[number];
  /** Two faults in one part of a request cannot both be there. */
  readonly part: 'address' | 'length' | 'type' | 'origin' | 'client' | 'caller' | 'body' | 'query';
  readonly code: ProblemCode | ((endpoint: Endpoint) => ProblemCode);
  /** Whether a request to this endpoint can have it. */
  readonly fits: (endpoint: Endpoint) => boolean;
  readonly spoil: (asked: Asked, endpoint: Endpoint) => Asked;
  /** In whose name the request is sent, if that is what is wrong with it. */
  readonly by?: Somebody['state'];
}

const always = () => true;
/** The registry's token is no cookie: it needs no origin, and no address that brings a good one is limited. */
const isPersonal = ({ caller }: Endpoint) => caller !== 'registry';
const changes = (endpoint: Endpoint) => endpoint.method !== 'GET' && isPersonal(endpoint);
const hasBody = ({ body }: Endpoint) => body !== undefined;
const isOf =
  (...callers: readonly Caller[]) =>
  ({ caller }: Endpoint) =>
    callers.includes(caller);

function methodNotTaken(route: string): string {
  const taken = allEndpoints.filter((one) => one.route === route).map(({ method }) => method);
  return (['PATCH', 'PUT', 'DELETE'] as const).find((method) => !taken.includes(method)) ?? 'HEAD';
}

function withHeader(name: string, value: string) {
  return (asked: Asked): Asked => ({ ...asked, headers: { ...asked.headers, [name]: value } });
}

function withoutHeader(name: string) {
  return ({ headers: { [name]: _, ...headers }, ...asked }: Asked): Asked => ({ ...asked, headers });
}

export const requestFaults: readonly RequestFault[] = [
  {
    name: 'an address that is not here',
    step: '404/405',
    part: 'address',
    code: 'not-found',
    fits: always,
    spoil: (asked) => ({ ...asked, path: asked.path.replace(/^[^?]*/, (path) => `/nowhere${path}`) }),
  },
  {
    name: 'a method it does not take',
    step: '404/405',
    part: 'address',
    code: 'method-not-allowed',
    fits: always,
    spoil: (asked, { route }) => ({ ...asked, method: methodNotTaken(route) }),
  },
  {
    name: 'a body in chunks',
    step: '411/413/415',
    part: 'length',
    code: 'length-required',
    fits: always,
    spoil: ({ body: _, ...asked }) => withHeader('transfer-encoding', 'chunked')(asked),
  },
  {
    name: 'a garbled length',
    step: '411/413/415',
    part: 'length',
    code: 'length-required',
    fits: always,
    spoil: withHeader('content-length', '-1'),
  },
  {
    name: 'a byte too much',
    step: '411/413/415',
    part: 'length',
    code: 'too-large',
    fits: always,
    spoil: withHeader('content-length', String(bodyLimitBytes + 1)),
  },
  {
    name: 'a body of another type',
    step: '411/413/415',
    part: 'type',
    code: 'unsupported-media-type',
    fits: hasBody,
    spoil: withHeader('content-type', 'text/plain'),
  },
  {
    name: 'another site’s origin',
    step: '403 origin',
    part: 'origin',
    code: 'cross-origin',
    fits: changes,
    spoil: withHeader('origin', 'https://evil.example'),
  },
  {
    name: 'no origin',
    step: '403 origin',
    part: 'origin',
    code: 'cross-origin',
    fits: changes,
    spoil: withoutHeader('origin'),
  },
  {
    name: 'an address that asked too much',
    step: '429',
    part: 'client',
    code: 'too-many-requests',
    fits: isPersonal,
    spoil: withHeader(addressHeader, exhaustedAddress),
  },
  {
    name: 'no session',
    step: '401',
    part: 'caller',
    code: 'not-signed-in',
    fits: isOf('session', 'fresh-session', 'registry'),
    spoil: (asked) => asked,
    by: 'nobody',
  },
  {
    name: 'no registration',
    step: '401',
    part: 'caller',
    code: 'no-registration',
    fits: isOf('registration'),
    spoil: (asked) => asked,
    by: 'session',
  },
  {
    name: 'a stale session',
    step: '403 not fresh',
    part: 'caller',
    code: 'fresh-sign-in-needed',
    fits: isOf('fresh-session'),
    spoil: (asked) => asked,
    by: 'stale session',
  },
  {
    name: 'a token without the role',
    step: '403 not fresh',
    part: 'caller',
    code: 'not-allowed',
    fits: isOf('registry'),
    spoil: (asked) => asked,
    by: 'registry without a role',
  },
  {
    name: 'a broken body',
    step: '400/422',
    part: 'body',
    code: 'invalid-request',
    fits: hasBody,
    spoil: (asked, { bodyType }) =>
      asked.body === undefined ? asked : { ...asked, body: bodyType === 'form' ? 'a=1&a=2' : '{"' },
  },
  {
    name: 'a query parameter sent twice',
    step: '400/422',
    part: 'query',
    code: 'invalid-request',
    fits: ({ query }) => namesIn(query).length > 0,
    spoil: (asked, { query }) => ({
      ...asked,
      path: `${asked.path}?${namesIn(query)
        .map((name) => `${name}=a&${name}=a`)
        .join('&')}`,
    }),
  },
];

function namesIn(query: Endpoint['query']): readonly string[] {
  return query instanceof z.ZodMiniObject ? Object.keys(query.shape) : [];
}

/** The faults that this endpoint's requests can have, each part of a request spoiled once. */
export function areTogether(faults: readonly RequestFault[]): boolean {
  return new Set(faults.map(({ part }) => part)).size === faults.length;
}
