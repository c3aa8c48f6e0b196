/** Which connections of an HTTP server have an answer under way, so that the server can stop without cutting one off. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

const lingerMilliseconds = 1000;

const refusals: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/**
 * Closing a socket with unread bytes resets the connection and may take the answer with it. So the answer is
 * followed by a half-close, and what still arrives is discarded for a moment.
 */
function closeGently(socket: Socket): void {
  socket.end();
  socket.resume();
  setTimeout(() => socket.destroy(), lingerMilliseconds).unref();
}

/** Has the connection closed after this answer although its request's body was not read. */
export function closeUnread(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('connection', 'close');
  request.socket.destroySoon = () => closeGently(request.socket);
}

export interface Connections {
  /** Accepts no more, closes idle connections, lets answers under way finish for at most `patienceMilliseconds`. */
  stop(patienceMilliseconds: number): Promise<void>;
}

export function watchConnections(server: Server): Connections {
  const open = new Map<Duplex, Set<ServerResponse>>();
  let stopping = false;

  server.on('connection', (socket: Socket) => {
    open.set(socket, new Set());
    socket.once('close', () => open.delete(socket));
  });

  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    const underWay = open.get(socket);
    underWay?.add(response);
    if (stopping) response.setHeader('connection', 'close');
    response.once('close', () => {
      underWay?.delete(response);
      if (stopping && underWay?.size === 0) socket.destroySoon();
    });
  });

  // Earlier requests of the same connection are answered first: a bad one may be pipelined behind a good one.
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    const refuse = () => {
      if (!socket.writable || error.code === 'ECONNRESET') {
        socket.destroy();
        return;
      }
      const refusal = refusals[error.code ?? ''] ?? '400 Bad Request';
      socket.write(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      closeGently(socket as Socket);
    };
    const last = [...(open.get(socket) ?? [])].at(-1);
    if (last === undefined) refuse();
    else last.once('close', refuse);
  });

  return {
    async stop(patienceMilliseconds) {
      stopping = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const [socket, underWay] of open) {
        if (underWay.size === 0) socket.destroy();
        for (const response of underWay) if (!response.headersSent) response.setHeader('connection', 'close');
      }
      const patience = setTimeout(() => server.closeAllConnections(), patienceMilliseconds);
      await closed;
      clearTimeout(patience);
    },
  };
}
