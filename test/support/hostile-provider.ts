import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Clock } from '../../shared/clock.ts';
import { type ForgingProvider, forgingProvider } from './forging-provider.ts';
import type { Forgery } from './token-forge.ts';

export type Endpoint = 'metadata' | 'token' | 'keys';
type Behaviour = (response: ServerResponse) => void;

/** A provider on this machine that does to its callers what it is told, and is honest otherwise. */
export interface HostileProvider extends ForgingProvider {
  /** Instead of the honest answer. */
  readonly behaviour: Partial<Record<Endpoint, Behaviour>>;
  /** What the next code is redeemed for. */
  next: { readonly nonce: string; readonly forgery?: Forgery };
  /** The bodies of what the token endpoint was sent. */
  readonly redeemed: string[];
  /** Another host: nothing may ever reach it. */
  readonly elsewhere: string;
  readonly reachedElsewhere: string[];
}

/** Starts it for the running test. */
export async function hostileProvider(clock: Clock): Promise<HostileProvider> {
  const redeemed: string[] = [];
  const reachedElsewhere: string[] = [];
  const elsewhere = await listening((request, response) => {
    reachedElsewhere.push(`${request.method} ${request.url}`);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  const origin = await listening(async (request, response) => {
    const endpoint = endpointOf(request);
    const body = await bodyOf(request);
    if (endpoint === 'token') redeemed.push(body);
    const behave = self.behaviour[endpoint];
    if (behave) behave(response);
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(honest[endpoint]()));
  });
  const forging = forgingProvider(origin, clock);
  const self: HostileProvider = {
    ...forging,
    behaviour: {},
    next: { nonce: '' },
    redeemed,
    elsewhere,
    reachedElsewhere,
  };
  const honest: Record<Endpoint, () => unknown> = {
    metadata: forging.metadata,
    keys: forging.keySet,
    token: () => forging.tokenAnswer(self.next.nonce, self.next.forgery),
  };
  return self;
}

/** @returns the origin of a server that ends with the test. */
async function listening(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function endpointOf({ url = '' }: IncomingMessage): Endpoint {
  if (url.includes('/.well-known/')) return 'metadata';
  return url.includes('/discovery/') ? 'keys' : 'token';
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
