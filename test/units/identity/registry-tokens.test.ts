import { describe, expect, test } from 'vitest';
import { ProviderFault } from '../../../shared/identity/identity-provider.ts';
import { registryTokens } from '../../../shared/identity/registry-tokens.ts';
import { testClock } from '../../support/clock.ts';
import { testConfig } from '../../support/config.ts';
import { registryAudience, registryIssuer, registryIssuerAt, registrySettings } from '../../support/registry-issuer.ts';
import { type Forgery, newKey, publishedAs } from '../../support/token-forge.ts';

function scene() {
  const clock = testClock();
  const issuer = registryIssuerAt(clock);
  const tokens = registryTokens(testConfig(registrySettings), clock, issuer.fetch);
  const verify = (forgery: Forgery = {}, roles?: readonly string[]) => tokens.verify(issuer.token(roles, forgery));
  return { clock, issuer, tokens, verify, now: Math.floor(clock.now().getTime() / 1000) };
}

describe('a token of the registry', () => {
  test('says which of the known roles it has', async () => {
    const { verify } = scene();
    expect(await verify()).toEqual({ roles: ['Packages.Register'] });
    expect(await verify({}, ['Packages.Read', 'Packages.Register', 'Something.Else'])).toEqual({
      roles: ['Packages.Register', 'Packages.Read'],
    });
    expect(await verify({}, ['packages.register'])).toEqual({ roles: [] });
    expect(await verify({ claims: { roles: undefined } })).toEqual({ roles: [] });
    expect(await verify({ claims: { aud: [registryAudience], idtyp: 'app' } })).toEqual({
      roles: ['Packages.Register'],
    });
  });

  const other = newKey('registry');
  const seconds = (change: number) => Math.floor(testClock().now().getTime() / 1000) + change;
  const broken: readonly (readonly [what: string, reason: string, forgery: Forgery])[] = [
    ['of another issuer', 'issuer', { claims: { iss: 'https://login.example.com/other/v2.0', tid: 'other' } }],
    ['of the issuer with a slash behind', 'key-issuer', { claims: { iss: `${registryIssuer}/` } }],
    ['for another audience', 'audience', { claims: { aud: 'somebody else' } }],
    ['for another audience too', 'audience', { claims: { aud: [registryAudience, 'somebody else'] } }],
    ['for nobody', 'claims-malformed', { claims: { aud: undefined } }],
    ['of a person, with scopes', 'not-an-application', { claims: { scp: 'Packages.Register' } }],
    ['of a person, with empty scopes', 'not-an-application', { claims: { scp: '' } }],
    ['of a sign-in: an ID token with roles', 'not-an-application', { claims: { nonce: 'of a sign-in' } }],
    ['of a user, by its type', 'not-an-application', { claims: { idtyp: 'user' } }],
    ['that expired', 'token-expired', { claims: { exp: seconds(-120) } }],
    ['that never expires', 'token-times', { claims: { exp: undefined } }],
    ['not valid yet', 'token-not-yet-valid', { claims: { nbf: seconds(121) } }],
    ['issued in the future', 'token-times', { claims: { iat: seconds(121) } }],
    ['with roles that are no list', 'claims-malformed', { claims: { roles: 'Packages.Register' } }],
    ['signed by another key of the same id', 'token-signature', { key: other }],
    ['signed by a key that is not published', 'key-issuer', { key: newKey('another') }],
    ['signed by nobody', 'token-algorithm', { header: { alg: 'none' } }],
    ['signed with a secret', 'token-algorithm', { header: { alg: 'HS256' } }],
    ['that brings its key along', 'token-header', { header: { jwk: other.published } }],
    ['that names no key', 'token-header', { header: { kid: undefined } }],
    ['of another type', 'token-header', { header: { typ: 'at+jwt' } }],
    ['that names a claim twice', 'token-malformed', { payloadText: (text) => text.replace('{', '{"aud":"x",') }],
    ['that was cut', 'token-malformed', { token: (token) => token.slice(0, token.lastIndexOf('.')) }],
    ['that is garbage', 'token-malformed', { token: () => 'garbage' }],
  ];
  test.each(broken)('%s is refused: %s', async (_what, reason, forgery) => {
    expect(await scene().verify(forgery)).toEqual({ refused: reason });
  });

  test('by a key that speaks for another tenant alone is refused', async () => {
    const { issuer, verify } = scene();
    const elsewhere = publishedAs(newKey('elsewhere'), { issuer: 'https://login.example.com/other/v2.0' });
    issuer.keys = [elsewhere.published];
    expect(await verify({ key: elsewhere })).toEqual({ refused: 'key-issuer' });
  });

  test('by a key that names no issuer is believed: it is published at the issuer’s own address', async () => {
    const { issuer, verify } = scene();
    const plain = newKey('plain');
    issuer.keys = [plain.published];
    expect(await verify({ key: plain })).toEqual({ roles: ['Packages.Register'] });
  });

  test('that is garbage costs no request, and many good ones cost two in all', async () => {
    const { issuer, tokens, verify } = scene();
    await tokens.verify('garbage');
    expect(issuer.asked).toEqual([]);
    for (let count = 0; count < 5; count += 1) await verify();
    expect(issuer.asked).toHaveLength(2);
  });

  test('is not refused when its issuer is down: nobody can say', async () => {
    const { issuer, verify, clock } = scene();
    issuer.isDown = true;
    await expect(verify()).rejects.toThrow(ProviderFault);
    issuer.isDown = false;
    expect(await verify()).toEqual({ roles: ['Packages.Register'] });
    issuer.isDown = true;
    clock.advance(23 * 60 * 60 * 1000);
    expect(await verify()).toEqual({ roles: ['Packages.Register'] });
  });

  test('is refused where no issuer is configured', async () => {
    const { clock, issuer } = scene();
    const tokens = registryTokens(testConfig(), clock, issuer.fetch);
    expect(await tokens.verify(issuer.token())).toEqual({ refused: 'no-registry' });
    expect(issuer.asked).toEqual([]);
  });
});
