import { createPublicKey, generateKeyPairSync, type JsonWebKey, type KeyObject, sign } from 'node:crypto';

/** A key pair of the provider, and how it is published. */
export interface ForgedKey {
  readonly privateKey: KeyObject;
  readonly published: JsonWebKey & Readonly<Record<string, unknown>>;
}

export interface KeyShape {
  readonly modulusLength?: number;
  readonly publicExponent?: number;
}

/** A real RSA key; `members` go over the published ones, and one that is undefined is left out. */
export function newKey(kid: string, members: Readonly<Record<string, unknown>> = {}, shape: KeyShape = {}): ForgedKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, ...shape });
  return publishedAs({ privateKey, published: { kid, use: 'sig' } }, members);
}

/** The same key, published otherwise. */
export function publishedAs(
  { privateKey, published }: ForgedKey,
  members: Readonly<Record<string, unknown>>,
): ForgedKey {
  return {
    privateKey,
    published: { ...createPublicKey(privateKey).export({ format: 'jwk' }), ...published, ...members },
  };
}

/** How a token differs from an honest one. A member that is undefined is left out. */
export interface Forgery {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly key?: ForgedKey;
  /** Changes the JSON of a part before it is signed: what an object cannot say. */
  readonly headerText?: (text: string) => string;
  readonly payloadText?: (text: string) => string;
  /** Changes the signed token. */
  readonly token?: (token: string) => string;
}

/** Signs by hand, so that anything can be signed. */
export function forgeToken(
  claims: Readonly<Record<string, unknown>>,
  key: ForgedKey,
  { header, headerText = same, payloadText = same, token = same }: Forgery = {},
): string {
  const head = headerText(JSON.stringify({ alg: 'RS256', typ: 'JWT', kid: key.published.kid, ...header }));
  const signed = [head, payloadText(JSON.stringify(claims))].map((text) => Buffer.from(text).toString('base64url'));
  const signature = sign('sha256', Buffer.from(signed.join('.')), key.privateKey).toString('base64url');
  return token([...signed, signature].join('.'));
}

function same(text: string): string {
  return text;
}
