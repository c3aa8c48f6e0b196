import { once } from 'node:events';
import { connect } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
  readonly header: (name: string) => string | undefined;
  /** The body as JSON. */
  readonly json: Record<string, unknown>;
  /** How many answers came, to what was meant as one request. */
  readonly count: number;
}

/** Sends bytes as they are and reads all that comes back until the other side closes. */
export async function sendRaw(origin: string, text: string): Promise<RawAnswer> {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.on('error', () => undefined);
  socket.write(text, 'latin1');
  await once(socket, 'close');
  const all = Buffer.concat(chunks).toString('utf8');
  const end = all.indexOf('\r\n\r\n');
  const [head, body] = [all.slice(0, end), all.slice(end + 4)];
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]),
    head,
    body,
    header: (name) => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1]?.trim(),
    json: head.includes('json') ? (JSON.parse(body) as Record<string, unknown>) : {},
    count: all.match(/HTTP\/1\.1 \d{3} /g)?.length ?? 0,
  };
}

export function rawRequest(line: string, headers: readonly string[] = [], body = ''): string {
  return [`${line} HTTP/1.1`, 'Host: accounts.example', 'Connection: close', ...headers, '', body].join('\r\n');
}
