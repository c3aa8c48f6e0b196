import { describe, expect, test, vi } from 'vitest';
import { hour, minute, second } from '../../../shared/clock.ts';
import { type LiteralProvider, literalProvider, silence } from '../../support/literal-provider.ts';
import { type ForgedKey, type KeyShape, newKey, publishedAs } from '../../support/token-forge.ts';

const issuer = 'https://login.example.com/{tenantid}/v2.0';

/** A provider that publishes this key beside the honest ones. */
function publishing(...published: readonly unknown[]): LiteralProvider {
  const provider = literalProvider();
  provider.answers.keys = () => Response.json({ keys: [...provider.keySet().keys, ...published] });
  return provider;
}

const another = newKey('another', { issuer });

describe('a published key', () => {
  test('that is sound verifies tokens', async () => {
    expect(await publishing(another.published).reason({ key: another })).toBe('accepted');
  });

  test.each<[string, Record<string, unknown>]>([
    ['no use', { use: undefined }],
    ['alg RS256', { alg: 'RS256' }],
    ['key_ops with verify', { key_ops: ['verify'] }],
    ['members that mean nothing here', { x5c: ['MII'], x5t: 'abc', cloud_instance_name: 'microsoftonline.com' }],
  ])('with %s verifies tokens', async (_what, members) => {
    const key = publishedAs(another, members);
    expect(await publishing(key.published).reason({ key })).toBe('accepted');
  });

  test.each<[string, Record<string, unknown>]>([
    ['use enc', { use: 'enc' }],
    ['use null', { use: null }],
    ['alg RS512', { alg: 'RS512' }],
    ['alg RSA-OAEP', { alg: 'RSA-OAEP' }],
    ['key_ops without verify', { key_ops: ['sign'] }],
    ['empty key_ops', { key_ops: [] }],
    ['key_ops as text', { key_ops: 'verify' }],
    ['kty EC', { kty: 'EC' }],
    ['kty oct', { kty: 'oct', k: 'AAAA' }],
    ['no modulus', { n: undefined }],
    ['an empty modulus', { n: '' }],
    ['exponent 1', { e: 'AQ' }],
    ['an even exponent', { e: 'AQAC' }],
    ['no exponent', { e: undefined }],
    ['an issuer that is no text', { issuer: [issuer] }],
  ])('with %s is no key', async (_what, members) => {
    const key = publishedAs(another, members);
    expect(await publishing(key.published).reason({ key })).toBe('key-unknown');
  });

  test.each<[string, KeyShape]>([
    ['of 1024 bits', { modulusLength: 1024 }],
    ['of 2040 bits', { modulusLength: 2040 }],
    ['with exponent 3', { publicExponent: 3 }],
  ])('%s is no key', async (_what, shape) => {
    const key = newKey('weak', { issuer }, shape);
    expect(await publishing(key.published).reason({ key })).toBe('key-unknown');
  });

  test('that is unsound does not take the sound one of the same id along', async () => {
    const unsound = publishedAs(another, { use: 'enc' });
    expect(await publishing(unsound.published, another.published).reason({ key: another })).toBe('accepted');
  });

  test('that is not even an object is no reason to refuse the others', async () => {
    expect(await publishing(null, 7, 'key', []).reason()).toBe('accepted');
  });
});

describe('the key set', () => {
  test.each<[string, () => Response, string]>([
    ['without keys', () => Response.json({}), 'keys-invalid'],
    ['with keys that are no list', () => Response.json({ keys: {} }), 'keys-invalid'],
    ['that is null', () => Response.json(null), 'keys-invalid'],
    ['with an empty list', () => Response.json({ keys: [] }), 'key-unknown'],
    ['in HTML', () => new Response('<html>', { headers: { 'content-type': 'text/html' } }), 'not-json'],
    ['with status 500', () => Response.json({}, { status: 500 }), 'bad-status'],
    ['elsewhere', () => Response.redirect('https://evil.example.com/keys', 302), 'redirected'],
  ])('%s verifies nothing', async (_what, answer, reason) => {
    const provider = literalProvider();
    provider.answers.keys = answer;
    expect(await provider.reason()).toBe(reason);
  });

  test('is asked for once an hour', async () => {
    const provider = literalProvider();
    await provider.redeem();
    provider.clock.advance(hour - second);
    await provider.redeem({});
    expect(provider.count('keys')).toBe(1);
    provider.clock.advance(second);
    await provider.redeem({});
    expect(provider.count('keys')).toBe(2);
  });

  test('is fetched again for an unknown key id, so that a change of keys stops nobody', async () => {
    const provider = literalProvider();
    await provider.redeem();
    rotate(provider, another);
    expect(await provider.reason({ key: another })).toBe('accepted');
    expect(provider.count('keys')).toBe(2);
  });

  // Without `refetchSeconds` in `signing-keys.ts` the second of them is fetched for, too.
  test('is fetched again at most once in half a minute, whatever ids are unknown', async () => {
    const provider = literalProvider();
    await provider.redeem();
    for (const kid of ['one', 'two', 'one']) expect(await provider.reason({ header: { kid } })).toBe('key-unknown');
    expect(provider.count('keys')).toBe(2);
    provider.clock.advance(30 * second - 1);
    expect(await provider.reason({ header: { kid: 'three' } })).toBe('key-unknown');
    expect(provider.count('keys')).toBe(2);
    provider.clock.advance(1);
    expect(await provider.reason({ header: { kid: 'three' } })).toBe('key-unknown');
    expect(provider.count('keys')).toBe(3);
  });

  test('is not fetched again for known ids while others are unknown', async () => {
    const provider = literalProvider();
    await provider.redeem();
    await provider.reason({ header: { kid: 'unknown' } });
    expect(await provider.reason({})).toBe('accepted');
    expect(provider.count('keys')).toBe(2);
  });

  test('lets a real change of keys through half a minute after an unknown id, at the latest', async () => {
    const provider = literalProvider();
    await provider.redeem();
    await provider.reason({ header: { kid: 'unknown' } });
    rotate(provider, another);
    provider.clock.advance(30 * second);
    expect(await provider.reason({ key: another })).toBe('accepted');
  });

  // Awaiting only one's own fetch in `find` refuses all but the first.
  test('that changed is fetched by one of those who meet the new id at once, and serves all', async () => {
    const provider = literalProvider();
    await provider.redeem();
    const published = Promise.withResolvers<void>();
    provider.answers.keys = async () => {
      await published.promise;
      return Response.json({ keys: [another.published] });
    };
    const first = provider.reason({ key: another });
    await vi.waitFor(() => expect(provider.count('keys')).toBe(2));
    provider.clock.advance(second);
    const others = Array.from({ length: 9 }, () => provider.reason({ key: another }));
    await vi.waitFor(() => expect(provider.count('token')).toBe(11));
    published.resolve();
    expect(await Promise.all([first, ...others])).toEqual(Array(10).fill('accepted'));
    expect(provider.count('keys')).toBe(2);
  });

  test('that does not come ends one’s own wait and no other’s', async () => {
    const provider = literalProvider({ budgetMilliseconds: 300 });
    await provider.redeem();
    provider.answers.keys = silence;
    const both = [provider.reason({ header: { kid: 'one' } }), provider.reason({ header: { kid: 'two' } })];
    for (const reason of await Promise.all(both)) expect(['unreachable', 'key-unknown']).toContain(reason);
    expect(await provider.reason({})).toBe('accepted');
  });

  test('that cannot be had is replaced by the last good one, for a day and not a moment longer', async () => {
    const provider = literalProvider();
    await provider.redeem();
    provider.answers.keys = () => Response.json({}, { status: 503 });
    provider.clock.advance(24 * hour - second);
    expect(await provider.reason({})).toBe('accepted');
    provider.clock.advance(second);
    expect(await provider.reason({})).toBe('bad-status');
  });

  test('without an earlier good one shows the reason', async () => {
    const provider = literalProvider();
    provider.answers.keys = () => Promise.reject(new TypeError('fetch failed'));
    expect(await provider.reason()).toBe('unreachable');
  });

  test('takes a key out of use within the hour', async () => {
    const provider = literalProvider();
    await provider.redeem();
    rotate(provider, another);
    provider.clock.advance(59 * minute);
    expect(await provider.reason({})).toBe('accepted');
    provider.clock.advance(minute);
    expect(await provider.reason({})).toBe('key-unknown');
  });
});

function rotate(provider: LiteralProvider, key: ForgedKey): void {
  provider.answers.keys = () => Response.json({ keys: [key.published] });
}
