import { createHash, randomBytes } from 'node:crypto';

/** Where unpredictable values come from; tests give a literal. */
export interface Random {
  /** 256 bits as base64url, 43 characters. */
  secret(): string;
  /** 96 bits as base64url, 16 characters: unique, not secret. */
  id(): string;
}

export const systemRandom: Random = {
  secret: () => randomBytes(32).toString('base64url'),
  id: () => randomBytes(12).toString('base64url'),
};

/** What storage keeps of a secret: SHA-256 as base64url. The secrets hashed here have 256 bits, so no salt is needed. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('base64url');
}

/** Whether the text has the shape of a `secret()`. */
export function isSecret(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}
