import { type RegistryRole, registryRoles } from '../../shared/identity/registry-token.ts';
import type { RegistryTokens } from '../../shared/identity/registry-tokens.ts';
import { type Answered, answered } from './browser-actor.ts';
import type { World } from './world.ts';

/** A process of the service, wherever it runs. */
type Asked = Pick<World, 'send'>;

const begin = 'token-with.';

/** Vouches for a token that names its roles itself; what real ones must be is tested elsewhere. */
export const literalRegistryTokens: RegistryTokens = {
  verify: async (token) =>
    token.startsWith(begin)
      ? { roles: registryRoles.filter((role) => token.slice(begin.length).split('+').includes(role)) }
      : { refused: 'token-malformed' },
};

/** The header with a token that has these roles. */
export function bearer(roles: readonly RegistryRole[]): string {
  return `Bearer ${begin}${roles.join('+')}`;
}

/** The registry's backend, with a token that has these roles. */
export interface Registry {
  get(path: string): Promise<Answered>;
  put(path: string, body: unknown): Promise<Answered>;
  delete(path: string): Promise<Answered>;
  /** The first publish of a package. */
  register(id: string, owner: string, publisher?: string): Promise<Answered>;
  /** `Ada: publish, manage through Acme (admin)`, or why there is no answer. */
  asks(id: string, username: string): Promise<string>;
  at(place: Asked): Registry;
}

export function registry(world: World, roles: readonly RegistryRole[] = registryRoles): Registry {
  return registryWith(world, bearer(roles));
}

/** The registry's backend with this `Authorization` header. */
export function registryWith(place: Asked, authorization: string): Registry {
  const ask = async (method: string, path: string, body?: unknown) =>
    answered(
      await place.send(method, path, {
        headers: { authorization, ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    );
  const self: Registry = {
    get: (path) => ask('GET', path),
    put: (path, body) => ask('PUT', path, body),
    delete: (path) => ask('DELETE', path),
    register: (id, owner, publisher = owner) => self.put(`/api/packages/${id}`, { owner, publisher }),
    async asks(id, username) {
      const { status, json } = await self.get(`/api/packages/${id}/permissions/${username}`);
      if (status !== 200) return String(json.code);
      const { publish, manageOwners, through } = json as {
        publish: boolean;
        manageOwners: boolean;
        through: readonly { owner: string; role: string }[];
      };
      const may = [publish && 'publish', manageOwners && 'manage'].filter(Boolean).join(', ') || 'nothing';
      return [`${username}: ${may}`, ...through.map(({ owner, role }) => `${owner} (${role})`)].join(' ');
    },
    at: (other) => registryWith(other, authorization),
  };
  return self;
}
