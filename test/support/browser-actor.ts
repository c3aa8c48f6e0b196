import type { Config } from '../../shared/config.ts';
import type { Person } from './people.ts';
import type { SendOptions, Sent } from './world.ts';

/** A process of the service that a browser can ask: a `World`, or a host at an address. */
export interface Place {
  readonly config: Pick<Config, 'publicOrigin'>;
  /** Microsoft, where a browser is sent and comes back from with a code. */
  readonly people: { codeFor(person: Person, authorizationUrl: string): string };
  send(method: string, path: string, options?: SendOptions): Promise<Sent>;
}

/** Somebody at a browser: keeps cookies as browsers do and says where its requests come from. */
export interface Actor {
  readonly person: Person;
  readonly cookies: Map<string, string>;
  get(path: string, headers?: Record<string, string>): Promise<Answered>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answered>;
  patch(path: string, body: unknown): Promise<Answered>;
  put(path: string, body: unknown, headers?: Record<string, string>): Promise<Answered>;
  delete(path: string, headers?: Record<string, string>): Promise<Answered>;
  submit(path: string, fields: Record<string, string>): Promise<Answered>;
  /** Goes to Microsoft and comes back. @returns the callback's answer, or the refusal to begin. */
  signIn(query?: string): Promise<Answered>;
  /** Only begins: gives the callback's address, to be visited later, or by somebody else. */
  beginSignIn(query?: string): Promise<string>;
  /** Signs in and chooses a username. */
  register(username: string): Promise<Answered>;
  /** The same browser at another process. */
  at(place: Place): Actor;
  /** Another Microsoft account in the same browser. */
  as(person: string): Actor;
  /** The same person in another browser. */
  elsewhere(): Actor;
}

export interface Answered extends Sent {
  /** The body as JSON. */
  readonly json: Record<string, unknown>;
  readonly location: string | undefined;
}

export function actor(place: Place, person: Person | string, cookies = new Map<string, string>()): Actor {
  const who = typeof person === 'string' ? { id: person } : person;
  const ask = async (method: string, path: string, headers: Record<string, string> = {}, body?: string) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const sent = await place.send(method, path, {
      headers: { ...(cookie && { cookie }), ...headers },
      ...(body !== undefined && { body }),
    });
    for (const { name, value, maxAge } of sent.cookies) {
      if (maxAge === 0) cookies.delete(name);
      else cookies.set(name, value);
    }
    return answered(sent);
  };
  const origin = { origin: place.config.publicOrigin };
  const callbackAfter = ({ location = '' }: Answered) => {
    const state = new URL(location).searchParams.get('state') ?? '';
    return `/sign-in/callback?state=${state}&code=${place.people.codeFor(who, location)}`;
  };
  const self: Actor = {
    person: who,
    cookies,
    get: (path, headers) => ask('GET', path, headers),
    post: (path, body, headers) =>
      body === undefined
        ? ask('POST', path, { ...origin, 'content-length': '0', ...headers })
        : ask('POST', path, { ...origin, 'content-type': 'application/json', ...headers }, JSON.stringify(body)),
    patch: (path, body) => ask('PATCH', path, { ...origin, 'content-type': 'application/json' }, JSON.stringify(body)),
    put: (path, body, headers) =>
      ask('PUT', path, { ...origin, 'content-type': 'application/json', ...headers }, JSON.stringify(body)),
    delete: (path, headers) => ask('DELETE', path, { ...origin, ...headers }),
    submit: (path, fields) =>
      ask(
        'POST',
        path,
        { ...origin, 'content-type': 'application/x-www-form-urlencoded' },
        new URLSearchParams(fields).toString(),
      ),
    async beginSignIn(query = '') {
      return callbackAfter(await self.get(`/sign-in${query}`));
    },
    async signIn(query = '') {
      const started = await self.get(`/sign-in${query}`);
      return started.status === 303 ? await self.get(callbackAfter(started)) : started;
    },
    async register(username) {
      await self.signIn();
      return await self.post('/api/registration', { username });
    },
    at: (other) => actor(other, who, cookies),
    as: (other) => actor(place, other, cookies),
    elsewhere: () => actor(place, who),
  };
  return self;
}

export function answered(sent: Sent): Answered {
  const isJson = sent.headers['content-type']?.includes('json') ?? false;
  return {
    ...sent,
    json: isJson ? (JSON.parse(sent.text) as Record<string, unknown>) : {},
    location: sent.headers.location,
  };
}
