import type { Server } from 'node:http';
import type { BackendSettings } from '../../examples/registry-backend.ts';
import { listenOn } from '../../local/port.ts';
import type { System } from './system.ts';

export interface ExampleServer {
  readonly origin: string;
  close(): Promise<void>;
}

/** Starts a server of `examples/` at a free port of this computer. */
export async function startExample(server: Server): Promise<ExampleServer> {
  const port = await listenOn(server, 0, 'PORT');
  return {
    origin: `http://127.0.0.1:${port}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** What a registry's backend is told about the account service. */
export function backendSettings({ origin, standIn }: System): Omit<BackendSettings, 'userOf'> {
  const { id, secret, tenant, audience } = standIn.registryClient;
  return {
    accounts: origin,
    tokenEndpoint: `${standIn.origin}/${tenant}/oauth2/v2.0/token`,
    clientId: id,
    clientSecret: secret,
    scope: `${audience}/.default`,
  };
}
