import type * as z from 'zod/mini';
import { settingNames, settings } from './settings.ts';

/** How the client proves itself to the provider's token endpoint. */
export type ClientProof =
  | { readonly kind: 'secret'; readonly secret: string }
  /** PEM: the certificate and its private key. */
  | { readonly kind: 'certificate'; readonly pem: string }
  | { readonly kind: 'managed-identity' };

export type TablesLocation =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'connection-string'; readonly connectionString: string };

export interface Config {
  /** The one origin this service answers at, without a trailing slash. */
  readonly publicOrigin: string;
  readonly frontendOrigins: readonly string[];
  readonly tables: { readonly location: TablesLocation; readonly prefix: string };
  readonly managedIdentityClientId: string | undefined;
  readonly identity: {
    readonly authority: string;
    readonly clientId: string;
    readonly proof: ClientProof;
    readonly secondFactor: { readonly claim: string; readonly value: string };
    readonly freshness: 'auth_time' | 'issued-at';
  };
  readonly registry: { readonly issuer: string; readonly audience: string } | undefined;
  readonly sessionIdleHours: number;
  readonly sessionLifetimeDays: number;
  readonly registrationLifetimeMinutes: number;
  readonly invitationLifetimeDays: number;
  readonly deletionGraceDays: number;
  /** Lower-case name of the header to which a trusted front end appends the client's address. */
  readonly clientAddressHeader: string | undefined;
}

/** All faults of the settings at once; the message names each setting and never a value that may be a secret. */
export class ConfigError extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The settings cannot be used:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

const proofSettings = ['IDENTITY_CLIENT_SECRET', 'IDENTITY_CLIENT_CERTIFICATE', 'IDENTITY_CLIENT_ASSERTION'] as const;

/**
 * The settings as the service believes them from then on. An empty value counts as absent.
 *
 * Source: API 1.
 * @throws ConfigError naming every fault, the "exactly one of" and "both or none" rules included.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    settingNames.map((name) => [name, environment[name] === '' ? undefined : environment[name]]),
  );
  const parsed = settings.safeParse(given);
  const faults = parsed.success
    ? []
    : parsed.error.issues.map((issue) => {
        const name = String(issue.path[0]);
        return given[name] === undefined ? `${name} is missing` : `${name} ${issue.message}`;
      });
  faults.push(...jointFaults(given));
  if (!parsed.success || faults.length > 0) throw new ConfigError([...new Set(faults)]);

  const value = parsed.data;
  return {
    publicOrigin: value.PUBLIC_ORIGIN,
    frontendOrigins: value.FRONTEND_ORIGINS,
    tables: {
      prefix: value.TABLES_PREFIX,
      location:
        value.TABLES_URL === undefined
          ? { kind: 'connection-string', connectionString: value.TABLES_CONNECTION_STRING ?? '' }
          : { kind: 'url', url: value.TABLES_URL },
    },
    managedIdentityClientId: value.AZURE_CLIENT_ID,
    identity: {
      authority: value.IDENTITY_AUTHORITY,
      clientId: value.IDENTITY_CLIENT_ID,
      proof: clientProof(value),
      secondFactor: value.IDENTITY_SECOND_FACTOR,
      freshness: value.IDENTITY_FRESHNESS,
    },
    registry:
      value.REGISTRY_ISSUER === undefined || value.REGISTRY_AUDIENCE === undefined
        ? undefined
        : { issuer: value.REGISTRY_ISSUER, audience: value.REGISTRY_AUDIENCE },
    sessionIdleHours: value.SESSION_IDLE_HOURS,
    sessionLifetimeDays: value.SESSION_LIFETIME_DAYS,
    registrationLifetimeMinutes: value.REGISTRATION_LIFETIME_MINUTES,
    invitationLifetimeDays: value.INVITATION_LIFETIME_DAYS,
    deletionGraceDays: value.DELETION_GRACE_DAYS,
    clientAddressHeader: value.CLIENT_ADDRESS_HEADER,
  };
}

function jointFaults(given: Readonly<Record<string, string | undefined>>): string[] {
  const isSet = (name: string) => given[name] !== undefined;
  const faults: string[] = [];
  if (isSet('TABLES_URL') === isSet('TABLES_CONNECTION_STRING')) {
    faults.push('exactly one of TABLES_URL and TABLES_CONNECTION_STRING must be set');
  }
  if (proofSettings.filter(isSet).length !== 1) faults.push(`exactly one of ${proofSettings.join(', ')} must be set`);
  if (isSet('REGISTRY_ISSUER') !== isSet('REGISTRY_AUDIENCE')) {
    faults.push('REGISTRY_ISSUER and REGISTRY_AUDIENCE must both be set, or neither');
  }
  return faults;
}

function clientProof(value: z.output<typeof settings>): ClientProof {
  if (value.IDENTITY_CLIENT_SECRET !== undefined) return { kind: 'secret', secret: value.IDENTITY_CLIENT_SECRET };
  if (value.IDENTITY_CLIENT_CERTIFICATE !== undefined) {
    return { kind: 'certificate', pem: value.IDENTITY_CLIENT_CERTIFICATE };
  }
  return { kind: 'managed-identity' };
}
