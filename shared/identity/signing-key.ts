import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import * as z from 'zod/mini';

/** A key as the provider publishes it, RFC 7517. `issuer` is Microsoft's addition: whose tokens the key may sign. */
const Published = z.looseObject({
  kid: z.string().check(z.minLength(1)),
  kty: z.literal('RSA'),
  n: z.string(),
  e: z.string(),
  use: z.optional(z.literal('sig')),
  alg: z.optional(z.literal('RS256')),
  key_ops: z.optional(z.array(z.string()).check(z.refine((operations) => operations.includes('verify')))),
  issuer: z.optional(z.string()),
});

export interface SigningKey {
  readonly kid: string;
  readonly issuer: string | undefined;
  readonly publicKey: KeyObject;
}

const leastModulusBits = 2048;
const leastExponent = 65537n;

/** A published key that may verify ID tokens; undefined for every other kind, which counts as no key. */
export function signingKey(published: unknown): SigningKey | undefined {
  const parsed = Published.safeParse(published);
  if (!parsed.success) return undefined;
  const { kid, issuer, n, e } = parsed.data;
  try {
    const publicKey = createPublicKey({ key: { kty: 'RSA', n, e } as JsonWebKey, format: 'jwk' });
    const { modulusLength = 0, publicExponent = 0n } = publicKey.asymmetricKeyDetails ?? {};
    const isSound = modulusLength >= leastModulusBits && publicExponent >= leastExponent && publicExponent % 2n === 1n;
    return isSound ? { kid, issuer, publicKey } : undefined;
  } catch {
    return undefined;
  }
}
