import { generateKeyPair, type JsonWebKey, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import jwt from 'jsonwebtoken';
import { consumerTenant } from './people.ts';

/** Entra's template, to be filled with a token's `tid`. */
export const tenantPlaceholder = '{tenantid}';

export function issuerOf(origin: string, tenant: string): string {
  return `${origin}/${tenant}/v2.0`;
}

interface SigningKey {
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly publicKey: JsonWebKey;
}

export interface SigningKeys {
  /**
   * The keys as published for a tenant. Each says in its `issuer` whose tokens it signs: in the common set one
   * key has the template, for all work tenants, the other the tenant of personal accounts.
   */
  published(origin: string, tenant: string): readonly JsonWebKey[];
  sign(claims: Readonly<Record<string, unknown>>, tenant: string): string;
}

async function newKey(id: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return { id, privateKey, publicKey: publicKey.export({ format: 'jwk' }) };
}

/** Keys live as long as the process. */
export async function newSigningKeys(): Promise<SigningKeys> {
  const [work, personal] = await Promise.all([newKey('stand-in-work'), newKey('stand-in-personal')]);
  const jwk = (key: SigningKey, issuer: string) => ({ ...key.publicKey, kid: key.id, use: 'sig', issuer });
  return {
    published(origin, tenant) {
      if (tenant === consumerTenant) return [jwk(personal, issuerOf(origin, consumerTenant))];
      if (tenant !== 'common') return [jwk(work, issuerOf(origin, tenant))];
      return [jwk(work, issuerOf(origin, tenantPlaceholder)), jwk(personal, issuerOf(origin, consumerTenant))];
    },
    sign(claims, tenant) {
      const key = tenant === consumerTenant ? personal : work;
      return jwt.sign(claims, key.privateKey, { algorithm: 'RS256', keyid: key.id });
    },
  };
}
