import { Agent, createServer, type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { listenOn } from '../../../local/port.ts';
import type { TablesProxy } from '../system.ts';

export interface LossyProxy extends TablesProxy {
  /** How many answers were lost so far. */
  lost(): number;
}

/** The bodies of a request that changes something, and of its answer. */
export interface Write {
  readonly asked: string;
  readonly answered: string;
}

/** What the connection breaks for; asked about every write. */
export interface Losses {
  /** F1: the write never arrives. */
  request(): boolean;
  /** F2: the write is applied, and its answer does not come back. */
  answer(write: Write): boolean;
}

/**
 * Sits in front of Azurite and breaks the connections that `losses` chooses: F1 and F2 of ASSURANCE 4, between processes.
 *
 * The signature covers the account and path of a request and not its host, so Azurite accepts it as it is.
 */
export async function startLossyProxy(connectionString: string, losses: Losses): Promise<LossyProxy> {
  const endpoint = /TableEndpoint=(http:\/\/127\.0\.0\.1:(\d+))/;
  const [, target = '', port = ''] = endpoint.exec(connectionString) ?? [];
  const agent = new Agent({ keepAlive: true });
  let lost = 0;

  const server = createServer(async (asked, answer) => {
    const breakOff = () => asked.socket.destroy();
    const isWrite = asked.method !== 'GET';
    try {
      const body = await buffer(asked);
      if (isWrite && losses.request()) return breakOff();
      const { statusCode = 500, headers, body: answered } = await forwarded(target, asked, body, agent);
      if (isWrite && losses.answer({ asked: String(body), answered: String(answered) })) {
        lost += 1;
        return breakOff();
      }
      return answer.writeHead(statusCode, headers).end(answered);
    } catch {
      // The client has gone, or Azurite has: to either side it is a broken connection.
      return breakOff();
    }
  });
  const own = await listenOn(server, 0, 'the port of the proxy');
  return {
    connectionString: connectionString.replace(`:${port}/`, `:${own}/`),
    lost: () => lost,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      agent.destroy();
      await closed;
    },
  };
}

async function forwarded(target: string, { url, method, headers }: IncomingMessage, body: Buffer, agent: Agent) {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request(`${target}${url}`, { method, headers, agent }, resolve).on('error', reject).end(body);
  });
  return { statusCode: answer.statusCode, headers: answer.headers, body: await buffer(answer) };
}
