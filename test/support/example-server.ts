import type { Server } from 'node:http';
import { listenOn } from '../../local/port.ts';

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
