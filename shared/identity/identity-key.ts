import { createHash } from 'node:crypto';

/** One Microsoft sign-in: base64url SHA-256 of the issuer (with its tenant), a separator, and the object id. */
export type IdentityKey = string & { readonly brand: 'IdentityKey' };

/** The separator is a character that neither a URL nor an object id can hold, so no two pairs run together. */
export function identityKey(issuer: string, objectId: string): IdentityKey {
  return createHash('sha256').update(`${issuer}\n${objectId}`, 'utf8').digest('base64url') as IdentityKey;
}
