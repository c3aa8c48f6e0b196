/**
 * A registry's frontend, as small as it can be: a page on an origin of its own that sends people to sign in and back,
 * asks who is signed in, and shows whose a package is.
 *
 * `ACCOUNTS_ORIGIN=http://127.0.0.1:7071 PORT=7080 node examples/registry-frontend.ts`, with the service started under
 * `FRONTEND_ORIGINS=http://127.0.0.1:7080`.
 */
import { createServer, type Server } from 'node:http';

/** The script runs in the browser: the session's cookie is the account service's, and goes nowhere else. */
const pageOf = (accounts: string) => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>The registry</title><link rel="icon" href="data:,"></head>
<body>
<h1>The registry</h1>
<p role="status"></p>
<a href="${accounts}/sign-in">Sign in</a>
<ul aria-label="Owners"></ul>
<script>
const accounts = '${accounts}';
const signIn = document.querySelector('a');
signIn.href = accounts + '/sign-in?returnTo=' + encodeURIComponent(location.href);

fetch(accounts + '/api/session', { credentials: 'include' })
  .then((answer) => answer.json())
  .then(({ username, code }) => {
    document.querySelector('p').textContent = username ? 'Hello, ' + username : code;
    signIn.hidden = username !== undefined;
  });

const id = /^\\/p\\/(.+)$/.exec(location.pathname)?.[1];
if (id) {
  fetch(accounts + '/api/packages/' + id + '/owners')
    .then((answer) => answer.json())
    .then(({ items = [] }) => {
      for (const { name, kind } of items) {
        document.querySelector('ul').append(
          Object.assign(document.createElement('li'), { textContent: name + ' (' + kind + ')' }),
        );
      }
    });
}
</script>
</body>
</html>`;

/** @param accounts the account service's origin */
export function registryFrontend(accounts: () => string): Server {
  return createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(pageOf(accounts()));
  });
}

if (import.meta.main) {
  const { ACCOUNTS_ORIGIN = 'http://127.0.0.1:7071', PORT = '7080' } = process.env;
  registryFrontend(() => ACCOUNTS_ORIGIN).listen(Number(PORT), '127.0.0.1', () => {
    console.log(`The registry: http://127.0.0.1:${PORT}`);
  });
}
