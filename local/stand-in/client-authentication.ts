import { createHash, timingSafeEqual, X509Certificate } from 'node:crypto';
import jwt from 'jsonwebtoken';
import type { Client } from './client.ts';
import type { State } from './state.ts';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

interface KnownClient {
  readonly id: string;
  readonly secret: string;
  readonly certificate?: Client['certificate'];
}

function isSame(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}

/** `client_secret_basic`: both parts are form-encoded first, RFC 6749 section 2.3.1. */
function basicCredentials(authorization: string): { id: string; secret: string } | undefined {
  const encoded = /^Basic ([A-Za-z0-9+/]+=*)$/i.exec(authorization)?.[1];
  if (encoded === undefined) return undefined;
  const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  try {
    const decode = (text: string) => decodeURIComponent(text.replaceAll('+', ' '));
    return { id: decode(id), secret: decode(secret.join(':')) };
  } catch {
    return undefined;
  }
}

/** `private_key_jwt`, RFC 7523: signed by the registered certificate, for this token endpoint, used once. */
function isProvenByAssertion(state: State, client: KnownClient, assertion: string, tokenEndpoint: string): boolean {
  if (client.certificate === undefined) return false;
  const certificate = new X509Certificate(client.certificate);
  const header = jwt.decode(assertion, { complete: true })?.header as Record<string, unknown> | undefined;
  const thumbprint = (hash: string) => createHash(hash).update(certificate.raw).digest('base64url');
  if (header?.x5t !== thumbprint('sha1') && header?.['x5t#S256'] !== thumbprint('sha256')) return false;
  try {
    const claims = jwt.verify(assertion, certificate.publicKey, {
      algorithms: ['RS256', 'PS256'],
      audience: tokenEndpoint,
      issuer: client.id,
      subject: client.id,
      clockTimestamp: Math.floor(state.clock().getTime() / 1000),
    });
    if (typeof claims === 'string' || claims.exp === undefined || claims.jti === undefined) return false;
    if (state.usedAssertions.has(claims.jti)) return false;
    state.usedAssertions.add(claims.jti);
    return true;
  } catch {
    return false;
  }
}

/** The client that proved itself in exactly one way, or nothing. */
export function authenticatedClient(
  state: State,
  authorization: string | undefined,
  form: URLSearchParams,
  tokenEndpoint: string,
): KnownClient | undefined {
  const known: readonly KnownClient[] = [state.client, state.registryClient];
  const basic = authorization === undefined ? undefined : basicCredentials(authorization);
  const [secret, assertion] = [form.get('client_secret'), form.get('client_assertion')];
  if (
    [authorization, secret ?? undefined, assertion ?? undefined].filter((proof) => proof !== undefined).length !== 1
  ) {
    return undefined;
  }
  const id = basic?.id ?? form.get('client_id') ?? '';
  const client = known.find((one) => one.id === id);
  if (client === undefined || (form.has('client_id') && form.get('client_id') !== id)) return undefined;
  if (assertion !== null) {
    const isProven = isProvenByAssertion(state, client, assertion, tokenEndpoint);
    return form.get('client_assertion_type') === assertionType && isProven ? client : undefined;
  }
  return isSame(client.secret, basic?.secret ?? secret ?? '') ? client : undefined;
}
