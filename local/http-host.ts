/** The HTTP side of the local Functions host. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { closeUnread } from './connections.ts';
import type { FunctionApp, RegisteredFunction } from './functions-core.ts';
import { isOversized, readBody, rpcRequest, writeRpcResponse } from './http-messages.ts';
import { invoke } from './invoke.ts';
import { printFault } from './log-lines.ts';
import { type RequestTarget, readRequestTarget } from './request-target.ts';
import { routeOf, routeTable } from './route-table.ts';
import type { Timers } from './timers.ts';

/** First path segments that belong to the host itself, on the real one too. */
const hostSegments = new Set(['admin', 'runtime']);

function answer(response: ServerResponse, status: number, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-length': '0', ...headers }).end();
}

/** Where the server listens, for the URLs that functions see. */
function originOf(server: Server): string {
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

export function httpHost(app: FunctionApp, timers: Timers): Server {
  const table = routeTable<RegisteredFunction>(
    [...app.functions.values()]
      .filter(({ trigger }) => trigger.type === 'httpTrigger')
      .map((one) =>
        routeOf(one.trigger.route ?? `api/${one.metadata.name}`, one.trigger.methods ?? ['GET', 'POST'], one),
      ),
  );
  // As on the real host: repeated headers arrive joined, even the ones node would drop (Authorization).
  const server = createServer({ joinDuplicateHeaders: true, keepAliveTimeout: 60_000 });

  /** `POST /admin/functions/{timer}` runs a timer now; everything else below the host's own segments is unknown. */
  async function administer(request: IncomingMessage, response: ServerResponse, segments: readonly string[]) {
    const [first, second, name, ...more] = segments;
    const isRun = first?.toLowerCase() === 'admin' && second?.toLowerCase() === 'functions' && more.length === 0;
    if (!isRun || name === undefined || !timers.has(name)) answer(response, 404);
    else if (request.method !== 'POST') answer(response, 405, { allow: 'POST' });
    else {
      await readBody(request);
      timers.run(name);
      answer(response, 202);
    }
  }

  async function call(request: IncomingMessage, response: ServerResponse, target: RequestTarget) {
    const found = table.find(request.method ?? '', target.segments);
    if ('allow' in found) {
      if (found.allow.length === 0) answer(response, 404);
      else answer(response, 405, { allow: found.allow.join(', ') });
      return;
    }
    const body = await readBody(request);
    const { name } = found.target.metadata;
    try {
      const data = rpcRequest(request, originOf(server), target, found.params, body);
      writeRpcResponse(response, await invoke(app, found.target, data));
    } catch (fault) {
      printFault('function-failed', { function: name }, fault);
      if (response.headersSent) return void response.destroy();
      for (const header of response.getHeaderNames()) if (header !== 'connection') response.removeHeader(header);
      answer(response, 500);
    }
  }

  async function serve(request: IncomingMessage, response: ServerResponse) {
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    if (isOversized(request)) closeUnread(request, response);
    const target = readRequestTarget(request.method ?? '', request.url ?? '');
    if (target === undefined) answer(response, 400, { connection: 'close' });
    else if (hostSegments.has(target.segments[0]?.toLowerCase() ?? ''))
      await administer(request, response, target.segments);
    else await call(request, response, target);
  }

  /** If the connection broke while the body was read, there is nobody left to answer. */
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    serve(request, response).catch(() => response.destroy());
  };

  server.on('request', onRequest);
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if (!isOversized(request)) response.writeContinue();
    server.emit('request', request, response);
  });
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => {
    socket.on('error', () => undefined);
    const allow = table.find('CONNECT', []);
    const methods = 'allow' in allow ? allow.allow.join(', ') : '';
    socket.end(
      `HTTP/1.1 405 Method Not Allowed\r\nAllow: ${methods}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
    );
  });
  return server;
}
