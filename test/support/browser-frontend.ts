import { createServer } from 'node:http';
import { listenOn } from '../../local/port.ts';

export interface Frontend {
  readonly origin: string;
  close(): Promise<void>;
}

/** A registry's frontend on an origin of its own: it asks the account service who is signed in, with the cookie. */
const pageFor = (accounts: string) => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>The registry</title><link rel="icon" href="data:,"></head>
<body>
<h1>The registry</h1>
<p role="status"></p>
<script>
fetch('${accounts}/api/session', { credentials: 'include' })
  .then((answer) => answer.json())
  .then(({ username, code }) => { document.querySelector('p').textContent = username ? 'Hello, ' + username : code; });
</script>
</body>
</html>`;

/** @param accounts the account service's origin, which is known only once it has started. */
export async function startFrontend(accounts: () => string): Promise<Frontend> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(pageFor(accounts()));
  });
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
