/**
 * A registry's backend, as small as it can be: before each publish it asks the account service whether this user may,
 * and the first publish registers the package. It knows publishers by API keys of its own, which are its business.
 *
 * `TOKEN_ENDPOINT=… CLIENT_ID=… CLIENT_SECRET=… SCOPE=… node examples/registry-backend.ts`, with what `npm start` prints;
 * then `curl -X PUT -H 'X-Api-Key: <username>' http://127.0.0.1:7081/packages/Json.Net?owner=<account>`.
 */
import { createServer, type Server } from 'node:http';

export interface BackendSettings {
  /** The account service's origin. */
  readonly accounts: string;
  readonly tokenEndpoint: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Such as `<application id of the account service>/.default`. */
  readonly scope: string;
  /** Whose a key is. */
  readonly userOf: (apiKey: string) => string | undefined;
}

export function registryBackend(settings: BackendSettings): Server {
  const ask = accountsClient(settings);

  /** Publishes for `owner`, when the package is new. @returns the status of the answer */
  async function publish(id: string, publisher: string, owner: string): Promise<number> {
    const permission = await ask('GET', `/api/packages/${id}/permissions/${publisher}`);
    if (permission.status === 200) {
      const { publish: may } = (await permission.json()) as { publish: boolean };
      return may ? 200 : 403;
    }
    if (permission.status !== 404) return 503;
    // Somebody else may be registering it at this moment: then this is refused, and nothing was published.
    return (await ask('PUT', `/api/packages/${id}`, { owner, publisher })).status;
  }

  return createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://registry');
    const id = /^\/packages\/([\w.-]+)$/.exec(pathname)?.[1];
    const publisher = settings.userOf(String(request.headers['x-api-key']));
    const answer = (status: number) => response.writeHead(status).end();
    if (request.method !== 'PUT' || id === undefined) return answer(404);
    if (publisher === undefined) return answer(401);
    try {
      answer(await publish(id, publisher, searchParams.get('owner') ?? publisher));
    } catch {
      answer(503);
    }
  });
}

/** Sends requests with the registry's own token, renewed a minute before it expires. */
function accountsClient({ accounts, tokenEndpoint, clientId, clientSecret, scope }: BackendSettings) {
  let kept = { token: '', until: 0 };

  async function token(): Promise<string> {
    if (Date.now() < kept.until) return kept.token;
    const answer = await fetch(tokenEndpoint, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
        scope,
      }),
    });
    if (!answer.ok) throw new Error(`The token endpoint answered ${answer.status}`);
    const { access_token, expires_in } = (await answer.json()) as { access_token: string; expires_in: number };
    kept = { token: access_token, until: Date.now() + (expires_in - 60) * 1000 };
    return kept.token;
  }

  return async (method: string, path: string, body?: unknown): Promise<Response> =>
    await fetch(`${accounts}${path}`, {
      method,
      headers: { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
}

if (import.meta.main) {
  const { ACCOUNTS_ORIGIN, TOKEN_ENDPOINT, CLIENT_ID, CLIENT_SECRET, SCOPE, PORT = '7081' } = process.env;
  registryBackend({
    accounts: ACCOUNTS_ORIGIN ?? 'http://127.0.0.1:7071',
    tokenEndpoint: TOKEN_ENDPOINT ?? '',
    clientId: CLIENT_ID ?? '',
    clientSecret: CLIENT_SECRET ?? '',
    scope: SCOPE ?? '',
    // An example's key is the name of the user it belongs to.
    userOf: (apiKey) => apiKey,
  }).listen(Number(PORT), '127.0.0.1', () => {
    console.log(`The registry's backend: http://127.0.0.1:${PORT}`);
  });
}
