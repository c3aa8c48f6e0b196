import type { HttpHandler, HttpRequest, HttpResponseInit } from '@azure/functions';
import { second } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import type { Scope } from '../storage/tables.ts';
import type { Address } from './address.ts';
import { authenticate } from './authenticate.ts';
import { authenticateRegistry } from './authenticate-registry.ts';
import { type CookieName, readCookie } from './cookies.ts';
import { problemsOf } from './declared-problems.ts';
import type { Answer, Endpoint, EndpointRequest } from './endpoint.ts';
import { corsHeaders, standardHeaders } from './headers.ts';
import { checkOrigin } from './origin-check.ts';
import { parse } from './parse.ts';
import { asProblem, isFault, problemAnswer } from './problem-answer.ts';
import type { RateLimits } from './rate-limits.ts';
import { checkBodyHeaders, readBody } from './request-body.ts';

/** One deadline for all that a request does. Below the fifteen seconds of API 5, so that there is time to say `busy`. */
const requestMilliseconds = 14 * second;

/** What every request passes through, whatever it asks for. */
export interface Pipeline {
  readonly services: Services;
  readonly limits: RateLimits;
  /** How a refusal looks in a browser window. */
  readonly problemPage: (problem: Problem, requestId: string, returnTo: string) => Promise<string>;
  /** What to do about an answer that does not fit its schema: tests fail; production logs and sends, the change being committed. */
  readonly onWrongAnswer: (log: Log, endpoint: Endpoint, status: number, cause: unknown) => void;
}

/** For production. It uses the request's own log, so that somebody who quotes its id can be helped. */
export const reportWrongAnswer: Pipeline['onWrongAnswer'] = (log, endpoint, status, cause) =>
  log('error', 'wrong-answer', { endpoint: endpoint.name, status }, cause);

/** One request on its way through the pipeline. */
export interface Exchange {
  readonly id: string;
  readonly request: HttpRequest;
  readonly services: Services;
}

/** What the host calls at an address: its endpoint, loaded when it is first asked for. Source: DESIGN 3. */
export function handlerOf(pipeline: Pipeline, address: Address): HttpHandler {
  return (request) =>
    exchange(pipeline, request, address, async (current) => {
      const endpoint = await address.endpoint();
      try {
        return await answerOf(pipeline, endpoint, current);
      } catch (cause) {
        if (problemsOf(endpoint).includes(asProblem(cause).code)) throw cause;
        throw new Error(`${endpoint.name} refused with a problem it does not declare`, { cause });
      }
    });
}

async function answerOf(pipeline: Pipeline, endpoint: Endpoint, { request, services, id }: Exchange): Promise<Answer> {
  checkBodyHeaders(request, endpoint);
  const header = (name: string) => request.headers.get(name) ?? undefined;
  const cookie = (name: CookieName) => readCookie(header('cookie'), name);
  const caller = await callerOf(pipeline, endpoint, request, services, cookie);
  const url = new URL(request.url);
  const given: EndpointRequest = {
    caller,
    id,
    url,
    method: request.method,
    params: request.params,
    header,
    cookie,
    query: endpoint.query && parse(endpoint.query, queryValue(url), '?'),
    body: endpoint.body && parse(endpoint.body, await readBody(request, endpoint), ''),
  };
  const answer: Answer = await endpoint.handle(services, given);
  checkAnswer(pipeline, services.log, endpoint, answer);
  return { ...answer, headers: { ...contentHeaders(endpoint, answer), ...answer.headers } };
}

/**
 * For callers with a cookie the origin is checked and the address counted. The registry's token is no cookie: no page
 * can make a browser send it, and only refused ones are counted.
 */
async function callerOf(
  { limits }: Pipeline,
  endpoint: Endpoint,
  { headers, params }: HttpRequest,
  services: Services,
  cookie: EndpointRequest['cookie'],
) {
  if (endpoint.caller === 'registry') return await authenticateRegistry(services, endpoint, headers, limits);
  if (endpoint.method !== 'GET') checkOrigin(headers, services.config);
  await limits.byAddress(headers, endpoint);
  return await authenticate(services, endpoint, endpoint.caller, { cookie, params }, limits);
}

/** A parameter sent twice becomes an array, which no schema takes: it is refused by name. */
function queryValue(url: URL): Record<string, string | string[]> {
  return Object.fromEntries(
    [...new Set(url.searchParams.keys())].map((name) => {
      const all = url.searchParams.getAll(name);
      return [name, all.length === 1 ? (all[0] ?? '') : all];
    }),
  );
}

function checkAnswer(pipeline: Pipeline, log: Log, endpoint: Endpoint, answer: Answer): void {
  const schema = endpoint.answers[answer.status];
  const checked = schema?.safeParse(answer.body);
  if (!checked?.success) pipeline.onWrongAnswer(log, endpoint, answer.status, checked?.error);
}

function contentHeaders(endpoint: Endpoint, answer: Answer): Record<string, string> {
  return {
    ...(answer.body !== undefined && { 'Content-Type': endpoint.produces ?? 'application/json' }),
    ...(endpoint.cacheControl && answer.status === 200 && { 'Cache-Control': endpoint.cacheControl }),
  };
}

/** What holds for every request, known route or not: id, deadline, problems, headers, one line in the log. */
export async function exchange(
  pipeline: Pipeline,
  request: HttpRequest,
  route: Pick<Address, 'name' | 'surface'>,
  act: (current: Exchange) => Promise<Answer>,
): Promise<HttpResponseInit> {
  const { config, clock, random } = pipeline.services;
  const started = clock.monotonic();
  const scope: Scope = { deadline: started + requestMilliseconds, sent: 0 };
  const id = random.id();
  /** Every line about this request carries its id. */
  const log: Log = (level, event, fields, cause) =>
    pipeline.services.log(level, event, { request: id, ...fields }, cause);
  const services = { ...pipeline.services, log, tables: pipeline.services.tables.within(scope) };
  const isApi = route.surface === 'api';
  const current: Exchange = { id, request, services };

  let answer: Answer;
  let refusal: string | undefined;
  try {
    answer = await act(current);
  } catch (error) {
    const problem = asProblem(error);
    refusal = problem.code;
    if (isFault(problem)) log('error', 'fault', { endpoint: route.name, code: problem.code }, problem.cause);
    answer = isApi ? problemAnswer(problem, config, id) : await pageOf(pipeline, problem, current);
  }
  log('info', 'request', {
    endpoint: route.name,
    method: request.method,
    status: answer.status,
    problem: refusal,
    milliseconds: Math.round(clock.monotonic() - started),
    storageRequests: scope.sent,
  });
  return responseOf(answer, {
    ...standardHeaders(id, isHtml(answer)),
    ...(isApi && corsHeaders(request.headers.get('origin'), config)),
    ...answer.headers,
  });
}

async function pageOf(pipeline: Pipeline, problem: Problem, { id, request }: Exchange): Promise<Answer> {
  const { pathname, search } = new URL(request.url);
  const returnTo = request.method === 'GET' ? `${pathname}${search}` : pathname;
  return {
    status: problem.status,
    headers: { ...problem.headers, 'Content-Type': 'text/html; charset=utf-8' },
    body: await pipeline.problemPage(problem, id, returnTo),
  };
}

function isHtml(answer: Answer): boolean {
  return answer.headers?.['Content-Type']?.startsWith('text/html') ?? false;
}

function responseOf(answer: Answer, headers: Record<string, string>): HttpResponseInit {
  const { body } = answer;
  return {
    status: answer.status,
    headers,
    cookies: [...(answer.cookies ?? [])],
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  };
}
