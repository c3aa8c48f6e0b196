/** Between node's HTTP messages and what the Functions host exchanges with the library. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyLimitBytes } from '../shared/http/endpoint.ts';
import type { RequestTarget } from './request-target.ts';
import { type RpcCookie, setCookie } from './set-cookie.ts';

interface RpcHttpResponse {
  readonly statusCode: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly RpcCookie[];
  readonly body?: { readonly bytes?: Uint8Array } | null;
}

/** A longer body than the service takes is not read: the function sees the Content-Length and refuses by it. */
export function isOversized(request: IncomingMessage): boolean {
  return Number(request.headers['content-length'] ?? 0) > bodyLimitBytes;
}

/**
 * The body as the real host hands it on: only with a Content-Length, and not for GET and HEAD.
 * A chunked body is discarded; one that is too long stays unread.
 *
 * @throws when the connection breaks before the body is whole.
 */
export async function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  if (isOversized(request)) return undefined;
  if (request.headers['content-length'] === undefined) {
    request.resume();
    return undefined;
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  const body = Buffer.concat(chunks);
  return body.length === 0 || request.method === 'GET' || request.method === 'HEAD' ? undefined : body;
}

function nullable(values: Readonly<Record<string, string | string[] | undefined>>): Record<string, { value: string }> {
  const entries = Object.entries(values).filter(
    (entry): entry is [string, string | string[]] => entry[1] !== undefined,
  );
  return Object.fromEntries(entries.map(([name, value]) => [name, { value: [value].flat().join(', ') }]));
}

/** `origin` is this host's own address: the Host header says what the caller likes. */
export function rpcRequest(
  request: IncomingMessage,
  origin: string,
  target: RequestTarget,
  params: Readonly<Record<string, string>>,
  body: Uint8Array | undefined,
): unknown {
  return {
    http: {
      method: request.method,
      url: `${origin}${target.pathAndQuery}`,
      nullableHeaders: nullable(request.headers),
      nullableQuery: nullable(target.query),
      nullableParams: nullable(params),
      ...(body === undefined ? {} : { body: { bytes: body } }),
    },
  };
}

const bodiless = new Set([204, 205, 304]);

/** Writes what the function returned; nothing returned is a 204, as on the real host. */
export function writeRpcResponse(response: ServerResponse, returned: unknown): void {
  const answer = (returned as { http?: RpcHttpResponse } | null | undefined)?.http;
  if (answer === undefined) {
    response.writeHead(204).end();
    return;
  }
  const status = Number(answer.statusCode);
  const body = answer.body?.bytes ?? new Uint8Array();
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  for (const cookie of answer.cookies) response.appendHeader('set-cookie', setCookie(cookie));
  if (!bodiless.has(status)) response.setHeader('content-length', body.byteLength);
  response.writeHead(status).end(body);
}
