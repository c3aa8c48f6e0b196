/**
 * A stand-in for Microsoft Entra's `common` authority on this machine, for development and tests.
 *
 * It has Entra's peculiarities that matter here: a template issuer, keys with an `issuer` of their own, an
 * issuer per tenant, `acr` by request, Entra's paths. Bound to 127.0.0.1, addressed as `localhost`: so its
 * cookies, and what SameSite means, are separate from those of the service on 127.0.0.1.
 *
 * Source: OpenID Connect Core 1.0; RFC 6749, 7636, 7523; Microsoft's ID token reference.
 */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { listenOn } from '../port.ts';
import { readAuthorizationRequest } from './authorization-request.ts';
import type { RegistryClient } from './client.ts';
import { type Person, registryTenant, samplePeople } from './people.ts';
import { completion } from './sign-in-steps.ts';
import { issuerOf, newSigningKeys } from './signing-keys.ts';
import type { Claims, State } from './state.ts';
import { serveStandIn } from './web.ts';

export interface StandInOptions {
  /** 0, the default, for any free port. */
  readonly port?: number;
  readonly clientId: string;
  readonly clientSecret: string;
  /** PEM of the certificate whose key may sign client assertions. */
  readonly clientCertificate?: string | undefined;
  readonly redirectUris: readonly string[];
  readonly registrySecret?: string | undefined;
  readonly people?: readonly Person[];
  readonly clock?: () => Date;
  /** For tests of what a wrong ID token does: the claims to sign instead. */
  readonly alterIdToken?: (claims: Claims) => Claims;
}

export interface SilentSignIn {
  /** Default: whether the person has two-step verification. */
  readonly usedSecondStep?: boolean;
  /** Default: now. */
  readonly authenticatedAt?: Date;
}

export interface StandIn {
  readonly origin: string;
  /** For `IDENTITY_AUTHORITY`. */
  readonly authority: string;
  /** For `REGISTRY_ISSUER`; `REGISTRY_AUDIENCE` is the registry client's audience. */
  readonly registryIssuer: string;
  readonly registryClient: RegistryClient;
  /** Answers an authorization URL for a person without its pages. @returns the callback URL, code included. */
  signIn(authorizationUrl: string | URL, person: Person, how?: SilentSignIn): URL;
  close(): Promise<void>;
}

/** The sample registry's client id: fixed, so that one start's output still works with the next. */
export const registryClientId = '5b0d8f7e-2c41-4a96-8d3f-e1a7c9b06f11';

/** @throws StartFault when the port is in use. */
export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const registryClient: RegistryClient = {
    id: registryClientId,
    secret: options.registrySecret ?? randomBytes(24).toString('base64url'),
    tenant: registryTenant,
    audience: options.clientId,
    roles: ['Packages.Register', 'Packages.Read'],
  };
  const state: State = {
    origin: '',
    client: {
      id: options.clientId,
      secret: options.clientSecret,
      certificate: options.clientCertificate,
      redirectUris: options.redirectUris,
    },
    registryClient,
    people: options.people ?? samplePeople,
    keys: await newSigningKeys(),
    clock: options.clock ?? (() => new Date()),
    alterIdToken: options.alterIdToken ?? ((claims) => claims),
    sessions: new Map(),
    flows: new Map(),
    codes: new Map(),
    usedAssertions: new Set(),
    consents: new Set(),
  };
  const server = createServer(serveStandIn(state));
  const port = await listenOn(server, options.port ?? 0, 'STAND_IN_PORT');
  const origin = `http://localhost:${port}`;
  state.origin = origin;

  return {
    origin,
    authority: `${origin}/common/v2.0`,
    registryIssuer: issuerOf(origin, registryTenant),
    registryClient,
    signIn(authorizationUrl, person, how = {}) {
      const read = readAuthorizationRequest(new URL(authorizationUrl).searchParams, state.client);
      if (read.kind !== 'request') throw new Error(read.kind === 'page' ? read.fault : read.to.href);
      const signIn = {
        authenticatedAt: how.authenticatedAt ?? state.clock(),
        usedSecondStep: how.usedSecondStep ?? person.hasTwoSteps,
      };
      return completion(state, { request: read.request, person, signIn });
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
