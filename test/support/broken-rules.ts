/** Every rule of an ID token broken once: for the verification alone, and for a whole sign-in. */
import { createHmac, createPublicKey } from 'node:crypto';
import { goodSettings } from './config.ts';
import { type ForgingProvider, personalTenant, tenant } from './forging-provider.ts';
import { type Forgery, forgeToken, publishedAs } from './token-forge.ts';

export interface BrokenRule {
  readonly rule: string;
  /** The reason in the `ProviderFault` and in the log. */
  readonly reason: string;
  forgery(provider: ForgingProvider): Forgery;
  /** Published beside the honest keys. */
  keys?(provider: ForgingProvider): unknown[];
}

const inHeader = (rule: string, header: Readonly<Record<string, unknown>>, reason = 'token-header'): BrokenRule => ({
  rule,
  reason,
  forgery: () => ({ header }),
});

const signedAs = (rule: string, forgery: Forgery, reason = 'token-malformed'): BrokenRule => ({
  rule,
  reason,
  forgery: () => forgery,
});

const parts = (change: (header: string, payload: string, signature: string) => string) => (token: string) => {
  const [header = '', payload = '', signature = ''] = token.split('.');
  return change(header, payload, signature);
};

/** The next character of the alphabet differs only in bits that a decoder drops: the same bytes, another text. */
function withBitsLeftOver(token: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return token.slice(0, -1) + alphabet[alphabet.indexOf(token.slice(-1)) + 1];
}

function reencoded(part: string, change: (text: string) => string): string {
  return Buffer.from(change(Buffer.from(part, 'base64url').toString())).toString('base64url');
}

/** What a verifier that takes the public key for a shared secret would accept. */
function hmacWithPublicKey(provider: ForgingProvider): (token: string) => string {
  const secret = createPublicKey(provider.workKey.privateKey).export({ type: 'spki', format: 'pem' });
  return parts((header, payload) => {
    const signed = `${header}.${payload}`;
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  });
}

/** The form of the token and its signature. */
export const brokenTokens: readonly BrokenRule[] = [
  inHeader('alg none', { alg: 'none' }, 'token-algorithm'),
  signedAs(
    'alg none and no signature',
    { header: { alg: 'none' }, token: parts((header, payload) => `${header}.${payload}.`) },
    'token-malformed',
  ),
  {
    rule: 'HMAC with the public key',
    reason: 'token-algorithm',
    forgery: (provider) => ({ header: { alg: 'HS256' }, token: hmacWithPublicKey(provider) }),
  },
  ...['RS384', 'RS512', 'PS256', 'ES256', 'rs256', '', undefined, null, ['RS256']].map((alg) =>
    inHeader(`alg ${JSON.stringify(alg)}`, { alg }, 'token-algorithm'),
  ),
  ...[undefined, '', null, 7, ['work']].map((kid) => inHeader(`kid ${JSON.stringify(kid)}`, { kid })),
  inHeader('a kid that is not published', { kid: 'unknown' }, 'key-unknown'),
  ...['at+jwt', 'JWE', 'jwt', '', null, 7].map((typ) => inHeader(`typ ${JSON.stringify(typ)}`, { typ })),
  ...['jku', 'x5u', 'jwk', 'crit', 'b64', 'zip'].map((name) => inHeader(`${name} in the header`, { [name]: false })),

  signedAs('two parts', { token: parts((header, payload) => `${header}.${payload}`) }),
  signedAs('an empty signature', { token: parts((header, payload) => `${header}.${payload}.`) }),
  signedAs('a fourth part', { token: (token) => `${token}.AAAA` }),
  signedAs('a fourth part that is empty', { token: (token) => `${token}.` }),
  signedAs('five parts, as an encrypted token has', { token: (token) => `${token}.AAAA.AAAA` }),
  signedAs('an empty text', { token: () => '' }),
  signedAs('a line end after it', { token: (token) => `${token}\n` }),
  signedAs('a space before it', { token: (token) => ` ${token}` }),
  signedAs('padding', { token: (token) => `${token}==` }),
  signedAs('the other base64 alphabet', { token: parts((header, payload) => `${header}.${payload}.ab+/`) }),
  signedAs('bits left over at the end', { token: withBitsLeftOver }),

  signedAs('a header that is no JSON', { headerText: () => 'RS256' }),
  signedAs('a header that is a list', { headerText: (text) => `[${text}]` }),
  signedAs('a header parameter named twice', { headerText: (text) => text.replace('{', '{"alg":"none",') }),
  signedAs('a payload that is no JSON', { payloadText: () => 'claims' }),
  signedAs('a payload that is null', { payloadText: () => 'null' }),
  signedAs('a payload that is a list', { payloadText: (text) => `[${text}]` }),
  signedAs('something after the claims', { payloadText: (text) => `${text}{}` }),
  signedAs('a byte order mark before the claims', { payloadText: (text) => `\uFEFF${text}` }),
  signedAs('a claim named twice', { payloadText: (text) => text.replace('{', '{"oid":"another",') }),
  signedAs('a claim named twice, once escaped', {
    payloadText: (text) => text.replace('{', '{"\\u006fid":"another",'),
  }),
  signedAs('a claim within a claim named twice', { payloadText: (text) => text.replace('{', '{"x":{"a":1,"a":2},') }),

  signedAs(
    'a claim changed after signing',
    {
      token: parts((header, payload, signature) =>
        [header, reencoded(payload, (text) => text.replace('pairwise', 'PAIRWISE')), signature].join('.'),
      ),
    },
    'token-signature',
  ),
  signedAs(
    'a signature cut short',
    { token: parts((header, payload, signature) => [header, payload, signature.slice(0, -2)].join('.')) },
    'token-signature',
  ),
  {
    rule: 'the signature of another published key',
    reason: 'token-signature',
    forgery: ({ personalKey }) => ({ key: personalKey, header: { kid: 'work' } }),
  },
  {
    rule: 'the signature of another token',
    reason: 'token-signature',
    forgery: ({ workKey, claims }) => ({
      token: parts((header, payload) =>
        [header, payload, forgeToken(claims('another'), workKey).split('.')[2]].join('.'),
      ),
    }),
  },
];

const withClaims = (rule: string, claims: Readonly<Record<string, unknown>>, reason = 'claims-malformed') =>
  signedAs(rule, { claims }, reason);

/** A time claim this many seconds from now. */
const withTime = (rule: string, name: string, seconds: number, reason: string): BrokenRule => ({
  rule,
  reason,
  forgery: ({ claims }) => ({ claims: { [name]: Number(claims('').iat) + seconds } }),
});

const withIssuer = (rule: string, iss: (provider: ForgingProvider) => unknown, reason = 'issuer'): BrokenRule => ({
  rule,
  reason,
  forgery: (provider) => ({ claims: { iss: iss(provider) } }),
});

const otherTenant = 'b87c4f0e-5d2a-4c3f-8e6b-1a9d2c7e4b02';
const clientId = goodSettings.IDENTITY_CLIENT_ID;

/** Each claim alone, in a token that is signed as it should be. */
export const brokenClaims: readonly BrokenRule[] = [
  withClaims('no iss', { iss: undefined }),
  withIssuer('an iss that is no text', ({ issuerOf }) => [issuerOf(tenant)], 'claims-malformed'),
  withIssuer('the iss of another tenant', ({ issuerOf }) => issuerOf(otherTenant)),
  withClaims('the tid of another tenant', { tid: otherTenant }, 'issuer'),
  withIssuer('an iss of another host', () => `https://login.example.net/${tenant}/v2.0`),
  withIssuer('the template itself for an iss', ({ issuerOf }) => issuerOf('{tenantid}')),
  withIssuer('a slash after the iss', ({ issuerOf }) => `${issuerOf(tenant)}/`),
  withClaims('no tid', { tid: undefined }, 'tenant'),
  ...['common', '', '{tenantid}', `{${tenant}}`, `${tenant}\n`, tenant.toUpperCase(), tenant.replace('f', 'F')].map(
    (tid): BrokenRule => ({
      rule: `tid ${JSON.stringify(tid)}, with an iss that is filled with it`,
      reason: 'tenant',
      forgery: ({ issuerOf }) => ({ claims: { tid, iss: issuerOf(tid) } }),
    }),
  ),
  withClaims('a tid that is no text', { tid: [tenant] }),
  {
    rule: 'a key that speaks for another tenant',
    reason: 'key-issuer',
    forgery: ({ personalKey }) => ({ key: personalKey }),
  },
  {
    rule: 'a key for work tenants alone, of which none is personal accounts’',
    reason: 'key-issuer',
    keys: ({ issuerOf, workKey }) => [publishedAs(workKey, { kid: 'one tenant', issuer: issuerOf(tenant) }).published],
    forgery: ({ issuerOf, workKey }) => ({
      key: publishedAs(workKey, { kid: 'one tenant' }),
      claims: { tid: personalTenant, iss: issuerOf(personalTenant) },
    }),
  },
  {
    rule: 'a key that speaks for nobody',
    reason: 'key-issuer',
    keys: ({ workKey }) => [publishedAs(workKey, { kid: 'nobody’s', issuer: undefined }).published],
    forgery: ({ workKey }) => ({ key: publishedAs(workKey, { kid: 'nobody’s' }) }),
  },
  {
    rule: 'two keys of that id, both for its tenant',
    reason: 'key-unknown',
    keys: ({ issuerOf, workKey, personalKey }) => [
      publishedAs(personalKey, { kid: 'twice', issuer: issuerOf(tenant) }).published,
      publishedAs(workKey, { kid: 'twice' }).published,
    ],
    forgery: ({ workKey }) => ({ key: publishedAs(workKey, { kid: 'twice' }) }),
  },
  {
    rule: 'two keys of that id, each for another tenant',
    reason: 'key-unknown',
    keys: ({ issuerOf, workKey, personalKey }) => [
      publishedAs(personalKey, { kid: 'twice' }).published,
      publishedAs(workKey, { kid: 'twice', issuer: issuerOf(otherTenant) }).published,
    ],
    forgery: ({ workKey }) => ({ key: publishedAs(workKey, { kid: 'twice' }) }),
  },

  ...['sub', 'oid'].flatMap((name) => [
    withClaims(`no ${name}`, { [name]: undefined }),
    withClaims(`an empty ${name}`, { [name]: '' }),
    withClaims(`a ${name} of 256 characters`, { [name]: 'x'.repeat(256) }),
    withClaims(`a ${name} that is a number`, { [name]: 7 }),
    withClaims(`a ${name} that is null`, { [name]: null }),
    withClaims(`a ${name} with half a character`, { [name]: 'x\ud800' }),
  ]),
  signedAs(
    'an oid that is only inherited',
    { claims: { oid: undefined }, payloadText: (text) => text.replace('{', '{"__proto__":{"oid":"another"},') },
    'claims-malformed',
  ),

  withClaims('no aud', { aud: undefined }),
  withClaims('an aud that is neither text nor a list', { aud: { [String(clientId)]: true } }),
  withClaims('another client’s aud', { aud: 'another' }, 'audience'),
  withClaims('an aud that only begins alike', { aud: `${clientId}0` }, 'audience'),
  withClaims('an empty list for aud', { aud: [] }, 'audience'),
  withClaims('a list for aud without this client', { aud: ['another'] }, 'audience'),
  withClaims('a list for aud with others and no azp', { aud: [clientId, 'another'] }, 'audience'),
  withClaims('a list for aud without this client, with its azp', { aud: ['another'], azp: clientId }, 'audience'),
  withClaims('another client’s azp', { azp: 'another' }, 'audience'),
  withClaims('an azp that is no text', { azp: null }),

  ...['exp', 'iat'].map((name) => withClaims(`no ${name}`, { [name]: undefined }, 'token-times')),
  ...['exp', 'iat', 'nbf'].flatMap((name) => [
    withClaims(`${name} as text`, { [name]: '1900000000' }, 'token-times'),
    withClaims(`${name} null`, { [name]: null }, 'token-times'),
    signedAs(
      `${name} beyond every number`,
      { payloadText: (text) => text.replace(new RegExp(`"${name}":\\d+`), `"${name}":1e999`) },
      'token-times',
    ),
  ]),
  withTime('exp two minutes ago', 'exp', -120, 'token-expired'),
  withTime('exp 0', 'exp', -Number.MAX_SAFE_INTEGER, 'token-expired'),
  withTime('nbf just beyond two minutes ahead', 'nbf', 120.5, 'token-not-yet-valid'),
  withTime('iat just beyond two minutes ahead', 'iat', 120.5, 'token-times'),
  withTime('auth_time beyond two minutes ahead', 'auth_time', 121, 'token-times'),
  ...['1900000000', null, -1, 0.5].map((time) => withClaims(`auth_time ${JSON.stringify(time)}`, { auth_time: time })),

  withClaims('no nonce', { nonce: undefined }),
  withClaims('a nonce that is no text', { nonce: 7 }),
  withClaims('another sign-in’s nonce', { nonce: 'another' }, 'nonce'),
  withClaims('another access token’s hash', { at_hash: 'LDktKdoQak3Pk0cnXxCltA' }, 'access-token-hash'),
  withClaims('an empty at_hash', { at_hash: '' }, 'access-token-hash'),
  withClaims('a preferred_username that is no text', { preferred_username: ['ada@example.com'] }),
];
