import type { ProblemCode } from '../problems.ts';
import type { Endpoint } from './endpoint.ts';

const everywhere = ['length-required', 'too-large', 'too-many-requests', 'internal', 'busy'] as const;

/** Every problem an endpoint may answer: what it declares, and what follows from its caller, body and query. */
export function problemsOf(endpoint: Endpoint): readonly ProblemCode[] {
  // A length is judged on every request: a GET may carry a body too, although nobody reads it.
  const codes = new Set<ProblemCode>([...endpoint.problems, ...everywhere]);
  const add = (...more: ProblemCode[]) => {
    for (const code of more) codes.add(code);
  };
  if (endpoint.method !== 'GET') add('invalid-request');
  if (endpoint.method !== 'GET' && endpoint.caller !== 'registry') add('cross-origin');
  if (endpoint.caller === 'registry') add('not-signed-in', 'not-allowed', 'provider-failed');
  if (endpoint.body) add('unsupported-media-type');
  if (endpoint.query) add('invalid-request');
  if (endpoint.caller === 'registration') add('no-registration');
  if (endpoint.caller === 'session' || endpoint.caller === 'fresh-session') {
    add('not-signed-in');
    if (!endpoint.admitsClosed) add('account-closed');
  }
  if (endpoint.rights) add('not-found', 'account-closed', 'not-allowed');
  if (endpoint.caller === 'fresh-session') add('fresh-sign-in-needed');
  return [...codes];
}
