import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { identityKey } from '../../../shared/identity/identity-key.ts';
import { brokenClaims, brokenTokens } from '../../support/broken-rules.ts';
import { goodSettings } from '../../support/config.ts';
import { objectId, personalTenant, tenant } from '../../support/forging-provider.ts';
import { literalProvider, origin, reasonOf } from '../../support/literal-provider.ts';
import { type Forgery, newKey, publishedAs } from '../../support/token-forge.ts';

const issuer = `${origin}/${tenant}/v2.0`;
const clientId = goodSettings.IDENTITY_CLIENT_ID;
const now = 1_772_366_400;

describe('an ID token', () => {
  test('that breaks no rule is believed', async () => {
    const provider = literalProvider();
    expect(await provider.redeem()).toEqual({
      identity: identityKey(issuer, objectId),
      kind: 'work',
      label: 'g•••@contoso.example',
      secondFactor: true,
      authenticatedAt: provider.clock.now(),
    });
  });

  test('of a personal account is believed when the key is that of personal accounts', async () => {
    const provider = literalProvider();
    const iss = `${origin}/${personalTenant}/v2.0`;
    const proven = await provider.redeem({ key: provider.personalKey, claims: { iss, tid: personalTenant } });
    expect(proven).toMatchObject({ kind: 'personal', identity: identityKey(iss, objectId) });
  });

  // To see them fail, take a line out of `readHeader` or of a `check…` of `id-token.ts` and `signed-token.ts`.
  test.each(brokenTokens)('with $rule is refused: $reason', async ({ forgery, keys, reason }) => {
    const provider = literalProvider();
    provider.answers.keys = () => Response.json({ keys: [...provider.keySet().keys, ...(keys?.(provider) ?? [])] });
    expect(await provider.reason(forgery(provider))).toBe(reason);
  });

  test.each(brokenClaims)('with $rule is refused: $reason', async ({ forgery, keys, reason }) => {
    const provider = literalProvider();
    provider.answers.keys = () => Response.json({ keys: [...provider.keySet().keys, ...(keys?.(provider) ?? [])] });
    expect(await provider.reason(forgery(provider))).toBe(reason);
  });

  test.each<[string, Forgery]>([
    ['no typ', { header: { typ: undefined } }],
    ['a header parameter that means nothing here', { header: { x5t: 'abc', nonce: 'abc' } }],
    ['aud as a list of this client alone', { claims: { aud: [clientId] } }],
    ['aud with others, and azp', { claims: { aud: ['another', clientId], azp: clientId } }],
    ['azp beside a plain aud', { claims: { azp: clientId } }],
    ['exp one second less than two minutes ago', { claims: { exp: now - 119 } }],
    ['nbf two minutes ahead', { claims: { nbf: now + 120 } }],
    ['a broken number for nbf', { claims: { nbf: now + 119.5 } }],
    ['no nbf', { claims: { nbf: undefined } }],
    ['iat two minutes ahead', { claims: { iat: now + 120 } }],
    ['auth_time two minutes ahead', { claims: { auth_time: now + 120 } }],
    ['sub and oid of 255 characters', { claims: { sub: 's'.repeat(255), oid: 'o'.repeat(255) } }],
    ['no preferred_username', { claims: { preferred_username: undefined } }],
    ['at_hash of its access token', { claims: { at_hash: halfHash('the access token') } }],
  ])('with %s is believed', async (_what, forgery) => {
    expect(await literalProvider().reason(forgery)).toBe('accepted');
  });

  test.each([['the access token'], ['']])('with at_hash of %j is refused without an access token', async (hashed) => {
    const provider = literalProvider();
    const forgery = { claims: { at_hash: halfHash(hashed) } };
    const answer = { ...provider.tokenAnswer('the nonce', forgery), access_token: undefined };
    provider.answers.token = () => Response.json(answer);
    expect(await provider.reason()).toBe('access-token-hash');
  });

  test('of two keys with its id is verified with the one that may speak for its tenant', async () => {
    const provider = literalProvider();
    const work = publishedAs(provider.workKey, { kid: 'twice' });
    const personal = publishedAs(provider.personalKey, { kid: 'twice' });
    provider.answers.keys = () => Response.json({ keys: [personal.published, work.published] });
    expect(await provider.reason({ key: work })).toBe('accepted');
    expect(await provider.reason({ key: personal })).toBe('token-signature');
  });
});

describe('of an issuer that is exact', () => {
  const exact = { metadata: { issuer: 'https://issuer.example.com' } };
  const claims = { iss: 'https://issuer.example.com', tid: undefined, oid: undefined };

  test('a token needs neither tid nor oid, and its key no issuer', async () => {
    const provider = literalProvider(exact);
    const key = newKey('plain');
    provider.answers.keys = () => Response.json({ keys: [key.published] });
    const proven = await provider.redeem({ key, claims });
    expect(proven).toMatchObject({ kind: 'work', identity: identityKey(claims.iss, 'a pairwise subject') });
  });

  test.each([['https://issuer.example.com/'], ['https://Issuer.example.com'], ['http://issuer.example.com'], [issuer]])(
    'a token of %s is refused',
    async (iss) => {
      expect(await literalProvider(exact).reason({ claims: { ...claims, iss } })).toBe('issuer');
    },
  );
});

describe('who somebody is', () => {
  test('rests on issuer and object id, whatever the address, the name and the subject', async () => {
    const provider = literalProvider();
    const before = await provider.redeem();
    const after = await provider.redeem({
      claims: { sub: 'another', preferred_username: 'a@example.com', email: 'b@example.com', name: 'Another' },
    });
    expect(after.identity).toBe(before.identity);
    const same = { preferred_username: 'grace@contoso.example', sub: 'a pairwise subject', oid: 'another' };
    expect((await provider.redeem({ claims: same })).identity).not.toBe(before.identity);
  });

  test('in another tenant is somebody else, with the same object id', async () => {
    const provider = literalProvider();
    const tid = 'b87c4f0e-5d2a-4c3f-8e6b-1a9d2c7e4b02';
    const there = await provider.redeem({ claims: { tid, iss: `${origin}/${tid}/v2.0` } });
    expect(there.identity).not.toBe((await literalProvider().redeem()).identity);
  });

  test('is never told apart by how issuer and object id are written together', () => {
    expect(identityKey('https://a.example', 'bc')).not.toBe(identityKey('https://a.exampleb', 'c'));
    expect(identityKey('https://a.example', 'bc')).toMatch(/^[\w-]{43}$/);
  });
});

describe('the second factor', () => {
  const acr = 'urn:microsoft:policies:mfa';
  test.each<[string, string, unknown, boolean]>([
    [`acr=${acr}`, 'acr', acr, true],
    [`acr=${acr}`, 'acr', undefined, false],
    [`acr=${acr}`, 'acr', '1', false],
    [`acr=${acr}`, 'acr', `${acr} `, false],
    [`acr=${acr}`, 'acr', acr.toUpperCase(), false],
    [`acr=${acr}`, 'acr', { [acr]: true }, false],
    [`acr=${acr}`, 'acr', [acr], true],
    ['amr=mfa', 'amr', ['pwd', 'mfa'], true],
    ['amr=mfa', 'amr', 'mfa', true],
    ['amr=mfa', 'amr', ['pwd'], false],
    ['amr=mfa', 'amr', [], false],
    ['amr=mfa', 'amr', [['mfa']], false],
    ['amr=mfa', 'amr', 'pwd mfa', false],
    ['amr=mfa', 'amr', 'mfa2', false],
    ['amr=mfa', 'acr', 'mfa', false],
    ['constructor=Object', 'acr', 'mfa', false],
    ['level=1', 'level', 1, false],
  ])('asked for as %s, %s of %j proves it: %s', async (setting, claim, value, isProven) => {
    const provider = literalProvider({ settings: { IDENTITY_SECOND_FACTOR: setting } });
    const proven = await provider.redeem({ claims: { acr: undefined, [claim]: value } });
    expect(proven.secondFactor).toBe(isProven);
  });
});

describe('when somebody proved who they are', () => {
  const byIssue = { settings: { IDENTITY_FRESHNESS: 'issued-at' } };

  test('is auth_time', async () => {
    const at = await literalProvider().redeem({ claims: { auth_time: now - 500 } }, {}, true);
    expect(at.authenticatedAt).toEqual(new Date((now - 500) * 1000));
  });

  test('is not known without auth_time, though the token was issued just now', async () => {
    const provider = literalProvider();
    const at = await provider.redeem({ claims: { auth_time: undefined } }, {}, true);
    expect(at.authenticatedAt).toBeUndefined();
  });

  test('is the time of issue where so configured, and only if a new sign-in was demanded', async () => {
    const provider = literalProvider(byIssue);
    const forgery = { claims: { auth_time: undefined, iat: now - 5 } };
    expect((await provider.redeem(forgery, {}, true)).authenticatedAt).toEqual(new Date((now - 5) * 1000));
    expect((await provider.redeem(forgery, {}, false)).authenticatedAt).toBeUndefined();
  });

  test('is auth_time where the provider says it after all', async () => {
    const at = await literalProvider(byIssue).redeem({ claims: { auth_time: now - 500 } }, {}, true);
    expect(at.authenticatedAt).toEqual(new Date((now - 500) * 1000));
  });
});

describe('the iss of the answer that the browser brought', () => {
  const announced = { metadata: { authorization_response_iss_parameter_supported: true } };

  test('is compared with the token’s when there is one', async () => {
    const provider = literalProvider();
    expect(await provider.reason({}, { issuer })).toBe('accepted');
    for (const other of [`${origin}/{tenantid}/v2.0`, `${issuer}/`, '', 'https://evil.example.com']) {
      expect(await provider.reason({}, { issuer: other })).toBe('response-issuer');
    }
  });

  test('must be there when the provider announces it', async () => {
    const provider = literalProvider(announced);
    expect(await provider.reason({}, { issuer })).toBe('accepted');
    expect(await reasonOf(provider.redeem({}, { issuer: undefined }))).toBe('response-issuer');
    expect(await reasonOf(provider.redeem({}, { issuer: `${issuer}/` }))).toBe('response-issuer');
  });
});

function halfHash(accessToken: string): string {
  return createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url');
}
