/** What the stand-in remembers, all in memory. */
import type { AuthorizationRequest } from './authorization-request.ts';
import type { Client, RegistryClient } from './client.ts';
import type { Person } from './people.ts';
import type { SigningKeys } from './signing-keys.ts';

export interface SignIn {
  readonly authenticatedAt: Date;
  readonly usedSecondStep: boolean;
}

/** A browser's single sign-on session: who is signed in there, by object id. */
export interface Session {
  readonly id: string;
  readonly signIns: Map<string, SignIn>;
}

/** One authorization request on its way through the pages. */
export interface Flow {
  readonly id: string;
  readonly session: Session;
  readonly request: AuthorizationRequest;
  readonly expiresAt: Date;
  person?: Person;
  signIn?: SignIn;
  hasConsented: boolean;
}

export interface Code {
  readonly request: AuthorizationRequest;
  readonly person: Person;
  readonly signIn: SignIn;
  readonly expiresAt: Date;
}

export type Claims = Readonly<Record<string, unknown>>;

export interface State {
  origin: string;
  readonly client: Client;
  readonly registryClient: RegistryClient;
  readonly people: readonly Person[];
  readonly keys: SigningKeys;
  readonly clock: () => Date;
  readonly alterIdToken: (claims: Claims) => Claims;
  readonly sessions: Map<string, Session>;
  readonly flows: Map<string, Flow>;
  readonly codes: Map<string, Code>;
  /** `jti` of client assertions already used. */
  readonly usedAssertions: Set<string>;
  /** Object id and client id of consents given. */
  readonly consents: Set<string>;
}

export function later(state: State, seconds: number): Date {
  return new Date(state.clock().getTime() + seconds * 1000);
}

export function consentKey(person: Person, request: AuthorizationRequest): string {
  return `${person.objectId} ${request.clientId}`;
}
