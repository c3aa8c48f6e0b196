/** The stand-in's paths over HTTP. */
import { readFileSync } from 'node:fs';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import path from 'node:path';
import { type Answer, authorize, showStep, signOut, takeStep } from './browser-pages.ts';
import { metadataOf } from './metadata.ts';
import { faultPage, homePage } from './pages.ts';
import type { State } from './state.ts';
import { answerTokenRequest } from './token-endpoint.ts';

const largestBody = 64 * 1024;

const stylesheet = readFileSync(path.join(import.meta.dirname, 'style.css'), 'utf8');

/** No `form-action`: browsers apply it to the redirect back to the application, too. */
const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

function send(response: ServerResponse, answer: Answer): void {
  if (answer.cookie !== undefined) response.setHeader('set-cookie', answer.cookie);
  response.setHeader('cache-control', 'no-store');
  if (answer.kind === 'redirect') response.writeHead(303, { location: answer.to }).end();
  else response.writeHead(answer.status, pageHeaders).end(answer.markup);
}

async function readForm(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > largestBody) throw new Error('The form is too long.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** `common`, or a tenant of one of the people or of the registry. */
function isTenant(state: State, tenant: string): boolean {
  return ['common', state.registryClient.tenant, ...state.people.map((person) => person.tenant)].includes(tenant);
}

async function answerTenant(
  state: State,
  tenant: string,
  rest: string,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const cookies = request.headers.cookie ?? '';
  const { searchParams } = new URL(request.url ?? '', state.origin);
  switch (`${request.method} ${rest}`) {
    case 'GET v2.0/.well-known/openid-configuration':
      return sendJson(response, 200, metadataOf(state.origin, tenant));
    case 'GET discovery/v2.0/keys':
      return sendJson(response, 200, { keys: state.keys.published(state.origin, tenant) });
    case 'GET oauth2/v2.0/authorize':
      return send(response, authorize(state, searchParams, cookies));
    case 'GET oauth2/v2.0/logout':
      return send(response, signOut(state, cookies));
    case 'POST oauth2/v2.0/token': {
      const { authorization, 'content-type': contentType = '' } = request.headers;
      const answer = answerTokenRequest(state, { tenant, contentType, authorization, body: await readForm(request) });
      return sendJson(response, answer.status, answer.body);
    }
    default:
      return notFound(response);
  }
}

function notFound(response: ServerResponse): void {
  response.writeHead(404, pageHeaders).end(faultPage('There is no such page here.'));
}

async function answerRequest(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '', state.origin);
  const cookies = request.headers.cookie ?? '';
  const [, tenant = '', rest = ''] = /^\/([\w-]+)\/(.+)$/.exec(pathname) ?? [];
  if (isTenant(state, tenant)) return answerTenant(state, tenant, rest, request, response);
  switch (`${request.method} ${pathname}`) {
    case 'GET /':
      return send(response, { kind: 'page', status: 200, markup: homePage(state.people) });
    case 'GET /stand-in/style.css':
      return void response.writeHead(200, { 'content-type': 'text/css; charset=utf-8' }).end(stylesheet);
    case 'GET /stand-in/sign-in':
      return send(response, showStep(state, searchParams, cookies));
    case 'POST /stand-in/sign-in':
      return send(response, takeStep(state, new URLSearchParams(await readForm(request)), cookies));
    default:
      return notFound(response);
  }
}

/** What cannot be read, such as an address that is not a URL, is a 400 and never the end of the process. */
export function serveStandIn(state: State): RequestListener {
  return (request, response) => {
    answerRequest(state, request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else
        response.writeHead(400, { ...pageHeaders, connection: 'close' }).end(faultPage('This request cannot be read.'));
    });
  };
}
