import type { HttpHandler, HttpRequest, InvocationContext } from '@azure/functions';
import { Problem } from '../problems.ts';
import type { Address } from './address.ts';
import { noContent } from './answers.ts';
import type { Answer } from './endpoint.ts';
import { exchange, handlerOf, type Pipeline } from './handler.ts';
import { preflightHeaders } from './headers.ts';
import { routePattern } from './route-pattern.ts';

/** Every method the host passes on to the catch-all. */
export const catchAllMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** The address that the host cannot register: for an empty route it would use the function's name. */
const isRoot = ({ route }: Address) => route === '';

export function isRegistrable(address: Address): boolean {
  return !isRoot(address);
}

/**
 * Answers what no registered function does: unknown addresses (404), known ones with another method (405 and Allow),
 * OPTIONS, and the root, which the host cannot give to a function of its own.
 *
 * Source: DESIGN 2 and 3, API 5.
 */
export function catchAllOf(pipeline: Pipeline, contents: readonly Address[]): HttpHandler {
  const root = contents.find((address) => isRoot(address) && address.method === 'GET');
  const rootHandler = root && handlerOf(pipeline, root);

  return async (request: HttpRequest, context: InvocationContext) => {
    const { pathname } = new URL(request.url);
    const matching = contents.filter(({ route }) => routePattern(route).test(pathname));
    if (rootHandler && request.method === 'GET' && matching.some(isRoot)) return await rootHandler(request, context);
    const surface = matching[0]?.surface ?? (wantsPage(request, pathname) ? 'browser' : 'api');
    return await exchange(pipeline, request, { name: 'catch-all', surface }, async () => {
      // An unknown address is refused before the limits are checked, as API 5 orders it: it costs no storage.
      const answer = answerTo(request, matching);
      await pipeline.limits.byAddress(request.headers, undefined);
      return answer;
    });
  };
}

function answerTo(request: HttpRequest, matching: readonly Address[]): Answer {
  if (matching.length === 0) throw new Problem('not-found', 'There is nothing at this address.');
  const methods = [...new Set(matching.map(({ method }) => method)), 'OPTIONS'];
  const headers = { Allow: methods.join(', ') };
  if (request.method !== 'OPTIONS') {
    throw new Problem('method-not-allowed', `This address takes ${methods.join(', ')}, not ${request.method}.`, {
      headers,
    });
  }
  const isApi = matching[0]?.surface === 'api';
  return noContent({ headers: { ...headers, ...(isApi && preflightHeaders(methods)) } });
}

function wantsPage(request: HttpRequest, pathname: string): boolean {
  return !pathname.startsWith('/api/') && (request.headers.get('accept') ?? '').includes('text/html');
}
