import * as z from 'zod/mini';
import type { NameKey } from '../names/name-key.ts';
import { hashOf, isSecret } from '../random.ts';
import { expiryBuckets, isBucket } from '../storage/expiry-bucket.ts';
import { branded, rowCodec } from '../storage/row-codec.ts';

/** How long somebody may take at Microsoft. */
export const flowMinutes = 60;

/**
 * One sign-in under way. Kept here and not in the browser: the only way to use a callback just once, whatever is
 * replayed or raced. Nonce and PKCE verifier are in clear for that hour; alone they open nothing.
 */
const flowColumns = z.object({
  /** Hash of the value of `__Host-browser`. */
  browser: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  purpose: z.enum(['sign-in', 'fresh', 'link']),
  /** For a fresh sign-in: whose it must be. For linking: the account that gains an identity. */
  account: z.optional(branded<NameKey>()),
  /** For linking: the id of the session that asked. */
  session: z.optional(z.string()),
  returnTo: z.string(),
  createdAt: z.date(),
  expiresAt: z.date(),
  consumedBy: z.optional(z.string()),
});
export type Flow = z.output<typeof flowColumns>;

export const flowCodec = rowCodec(flowColumns);

export const flowBuckets = expiryBuckets(10);

/** The `state` of OpenID Connect: where the flow lies, and a secret whose hash is its key. */
export function newState(bucket: string, secret: string): string {
  return `${bucket}.${secret}`;
}

/** Where the flow of this state lies; undefined for a state this service did not make. */
export function flowKey(state: string): { partition: string; row: string } | undefined {
  const [bucket, secret, ...rest] = state.split('.');
  if (bucket === undefined || secret === undefined || rest.length > 0) return undefined;
  return isBucket(bucket) && isSecret(secret) ? { partition: bucket, row: hashOf(state) } : undefined;
}
