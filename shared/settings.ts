/** The environment: what each setting may be, and what it is when it is absent. Source: API 1. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import * as z from 'zod/mini';

// Compiling a parser for every schema costs more at start than it ever saves later.
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

/** Text that must match `form`; `message` says what was expected. */
function matching(form: RegExp, message: string) {
  return z.string().check(z.regex(form, message));
}

export const settings = z.object({
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

/** The entries of a comma-separated list. */
function entriesOf(list: string): string[] {
  return list
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

function claimOf(pair: string): { readonly claim: string; readonly value: string } {
  const at = pair.indexOf('=');
  return { claim: pair.slice(0, at), value: pair.slice(at + 1) };
}

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

/** Every setting the service reads, for the tests that compare the sample file and the infrastructure with it. */
export const settingNames = Object.keys(settings.shape);
