import { createPrivateKey, X509Certificate } from 'node:crypto';
import * as z from 'zod/mini';

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

// A parser compiled for every schema costs an instance that starts more than it ever saves one that runs.
z.config({ jitless: true });

const loopbackHosts = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** `http` is for loopback addresses only. */
function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && loopbackHosts.has(url.hostname));
}

const origin = z
  .string()
  .check(
    z.refine(
      (text) => isSafeUrl(text) && new URL(text).origin === text,
      'must be an origin such as https://accounts.example.org (no path, no trailing slash; http only for loopback addresses)',
    ),
  );

const url = z.pipe(
  z
    .string()
    .check(
      z.refine(
        (text) => isSafeUrl(text) && !text.includes('?') && !text.includes('#'),
        'must be an https URL without query (http only for loopback addresses)',
      ),
    ),
  z.transform((text: string) => text.replace(/\/+$/, '')),
);

const text = z.string().check(z.maxLength(2048, 'is longer than 2,048 characters'));

function wholeNumber(least: number, most: number, standard: number) {
  const digits = z
    .string()
    .check(
      z.refine(
        (digits) => /^\d{1,9}$/.test(digits) && Number(digits) >= least && Number(digits) <= most,
        `must be a whole number from ${least} to ${most}`,
      ),
    );
  return z._default(z.pipe(digits, z.transform(Number)), standard);
}

/** Text of a form, which is named when it is not. */
function matching(form: RegExp, message: string) {
  return z.string().check(z.regex(form, message));
}

const settings = z.object({
  PUBLIC_ORIGIN: origin,
  FRONTEND_ORIGINS: z._default(z.pipe(z.pipe(z.string(), z.transform(entriesOf)), z.array(origin)), []),
  TABLES_URL: z.optional(url),
  TABLES_CONNECTION_STRING: z.optional(
    matching(/^(UseDevelopmentStorage=true|.*(TableEndpoint|AccountName)=.+)/i, 'must be a storage connection string'),
  ),
  TABLES_PREFIX: z._default(
    matching(/^([A-Za-z][A-Za-z0-9]{0,30})?$/, 'must be at most 31 letters and digits, a letter first'),
    '',
  ),
  AZURE_CLIENT_ID: z.optional(text),
  IDENTITY_AUTHORITY: z._default(url, 'https://login.microsoftonline.com/common/v2.0'),
  IDENTITY_CLIENT_ID: text,
  IDENTITY_CLIENT_SECRET: z.optional(z.string()),
  IDENTITY_CLIENT_CERTIFICATE: z.optional(
    z.string().check(z.refine(isCertificateWithKey, 'must be PEM text with a certificate and its RSA private key')),
  ),
  IDENTITY_CLIENT_ASSERTION: z.optional(z.literal('managed-identity', 'must be managed-identity')),
  IDENTITY_SECOND_FACTOR: z.pipe(
    z._default(matching(/^[^=\s]+=\S+$/, 'must be claim=value'), 'acr=urn:microsoft:policies:mfa'),
    z.transform(claimOf),
  ),
  IDENTITY_FRESHNESS: z._default(z.enum(['auth_time', 'issued-at'], 'must be auth_time or issued-at'), 'auth_time'),
  REGISTRY_ISSUER: z.optional(url),
  REGISTRY_AUDIENCE: z.optional(text),
  SESSION_IDLE_HOURS: wholeNumber(1, 8760, 24),
  SESSION_LIFETIME_DAYS: wholeNumber(1, 365, 14),
  REGISTRATION_LIFETIME_MINUTES: wholeNumber(1, 1440, 60),
  INVITATION_LIFETIME_DAYS: wholeNumber(1, 365, 14),
  DELETION_GRACE_DAYS: wholeNumber(0, 90, 7),
  CLIENT_ADDRESS_HEADER: z.optional(
    z.pipe(
      matching(/^[A-Za-z0-9-]{1,64}$/, 'must be the name of a header'),
      z.transform((name: string) => name.toLowerCase()),
    ),
  ),
});

/** Of a list with commas. */
function entriesOf(list: string): string[] {
  return list
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

function claimOf(pair: string): Config['identity']['secondFactor'] {
  const at = pair.indexOf('=');
  return { claim: pair.slice(0, at), value: pair.slice(at + 1) };
}

/** Every setting the service reads, for the tests that hold the sample file and the infrastructure against it. */
export const settingNames = Object.keys(settings.shape);

const proofSettings = ['IDENTITY_CLIENT_SECRET', 'IDENTITY_CLIENT_CERTIFICATE', 'IDENTITY_CLIENT_ASSERTION'] as const;

function isCertificateWithKey(pem: string): boolean {
  try {
    return (
      new X509Certificate(pem).checkPrivateKey(createPrivateKey(pem)) &&
      createPrivateKey(pem).asymmetricKeyType === 'rsa'
    );
  } catch {
    return false;
  }
}

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
    faults.push('REGISTRY_ISSUER and REGISTRY_AUDIENCE must be set both or not at all');
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
