import { createServer } from 'node:https';
import { listenOn } from '../../local/port.ts';
import { certificatePem } from './certificate.ts';

/** A table service without a row, which only wants to know whose token it is shown. */
export interface TokenStorage {
  /** For `TABLES_URL`. A client must be told to believe its certificate. */
  readonly url: string;
  /** Every Authorization header so far. */
  readonly shown: readonly string[];
  stop(): Promise<void>;
}

export async function startTokenStorage(): Promise<TokenStorage> {
  const pem = certificatePem();
  const shown: string[] = [];
  const server = createServer({ key: pem, cert: pem }, (request, response) => {
    shown.push(request.headers.authorization ?? 'none');
    const isQuery = /^\/\w+\(\)/.test(request.url ?? '');
    const missing = { 'odata.error': { code: 'ResourceNotFound', message: { lang: 'en-us', value: 'not found' } } };
    response.writeHead(isQuery ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isQuery ? { value: [] } : missing));
  });
  const port = await listenOn(server, 0, 'the port of the storage');
  return {
    url: `https://127.0.0.1:${port}`,
    shown,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
