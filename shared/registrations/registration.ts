import * as z from 'zod/mini';
import type { IdentityKey } from '../identity/identity-key.ts';
import { isSecret } from '../random.ts';
import { expiryBuckets, isBucket } from '../storage/expiry-bucket.ts';
import { branded, rowCodec } from '../storage/row-codec.ts';

/** A person who signed in and has not chosen a username yet. */
const registrationColumns = z.object({
  identity: branded<IdentityKey>(),
  identityKind: z.enum(['personal', 'work']),
  label: z.string(),
  /** When the person last proved who they are, as the provider said. */
  authenticatedAt: z.optional(z.date()),
  returnTo: z.string(),
  expiresAt: z.date(),
});
export type Registration = z.output<typeof registrationColumns>;

export const registrationCodec = rowCodec(registrationColumns);

export const registrationBuckets = expiryBuckets(15);

/** What the cookie carries: the bucket the registration lies in, and the secret whose hash is its key. */
export interface RegistrationToken {
  readonly bucket: string;
  readonly secret: string;
}

export function registrationCookie(token: RegistrationToken): string {
  return `${token.bucket}.${token.secret}`;
}

export function parseRegistrationCookie(value: string | undefined): RegistrationToken | undefined {
  const [bucket, secret, ...rest] = value?.split('.') ?? [];
  if (bucket === undefined || secret === undefined || rest.length > 0) return undefined;
  return isBucket(bucket) && isSecret(secret) ? { bucket, secret } : undefined;
}
