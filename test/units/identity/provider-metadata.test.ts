import { describe, expect, test } from 'vitest';
import { hour, minute, second } from '../../../shared/clock.ts';
import { lastGood } from '../../../shared/identity/last-good.ts';
import { testClock } from '../../support/clock.ts';
import { type LiteralProvider, literalProvider, origin, reasonOf, silence } from '../../support/literal-provider.ts';

const request = { state: 'the state', nonce: 'the nonce', codeChallenge: 'the challenge', fresh: false };

function startReason(provider: LiteralProvider): Promise<string> {
  return reasonOf(provider.provider.authorizationUrl(request));
}

describe('the metadata', () => {
  test('is asked for below the authority, following no redirect', async () => {
    const provider = literalProvider();
    await provider.provider.authorizationUrl(request);
    expect(provider.asked.map(({ url, init }) => [url, init.redirect])).toEqual([
      [`${origin}/common/v2.0/.well-known/openid-configuration`, 'manual'],
    ]);
  });

  test.each<[string, Record<string, unknown>]>([
    ['a token endpoint at another host', { token_endpoint: 'https://evil.example.com/token' }],
    ['a token endpoint at another port', { token_endpoint: 'https://login.example.com:8443/token' }],
    ['a token endpoint in clear', { token_endpoint: 'http://login.example.com/token' }],
    ['a token endpoint whose host only looks alike', { token_endpoint: 'https://login.example.com.evil.example/' }],
    ['a token endpoint whose authority is a user name', { token_endpoint: 'https://login.example.com@evil.example/' }],
    ['a token endpoint that is no URL', { token_endpoint: '/token' }],
    ['no token endpoint', { token_endpoint: undefined }],
    ['keys at another host', { jwks_uri: 'https://evil.example.com/keys' }],
    ['a token endpoint with a password', { token_endpoint: 'https://a:b@login.example.com/token' }],
    ['keys in a file', { jwks_uri: 'file:///etc/keys' }],
    ['keys within the document', { jwks_uri: 'data:application/json,{"keys":[]}' }],
    ['no keys', { jwks_uri: undefined }],
    ['an authorization endpoint in clear', { authorization_endpoint: 'http://login.example.com/authorize' }],
    ['an authorization endpoint that is script', { authorization_endpoint: 'javascript:alert(1)' }],
    [
      'an authorization endpoint with a user name',
      { authorization_endpoint: 'https://login.example.com@evil.example' },
    ],
    ['no authorization endpoint', { authorization_endpoint: undefined }],
    ['no issuer', { issuer: undefined }],
    ['an empty issuer', { issuer: '' }],
    ['an issuer that is no text', { issuer: ['https://login.example.com'] }],
    ['an announcement that is no truth value', { authorization_response_iss_parameter_supported: 'true' }],
  ])('with %s is not believed', async (_what, metadata) => {
    expect(await startReason(literalProvider({ metadata }))).toBe('metadata-invalid');
  });

  test.each<[string, () => Response, string]>([
    ['in HTML', () => new Response('<html>', { headers: { 'content-type': 'text/html' } }), 'not-json'],
    ['as text', () => new Response('{}'), 'not-json'],
    ['cut short', () => json('{"issuer":'), 'not-json'],
    ['with a member named twice', () => json('{"issuer":"a","issuer":"b"}'), 'not-json'],
    ['after a byte order mark', () => json('\uFEFF{}'), 'not-json'],
    ['as a list', () => json('[]'), 'metadata-invalid'],
    ['with status 404', () => Response.json({}, { status: 404 }), 'bad-status'],
    ['with status 201', () => Response.json({}, { status: 201 }), 'bad-status'],
    ['elsewhere', () => Response.redirect('https://evil.example.com/', 302), 'redirected'],
    ['elsewhere for ever', () => Response.redirect(`${origin}/common/`, 308), 'redirected'],
    ['of more than 256 KiB', () => json(`"${'x'.repeat(256 * 1024 - 1)}"`), 'too-large'],
    ['that breaks off', () => new Response(broken(), { headers: jsonType }), 'unreachable'],
  ])('%s is not believed', async (_what, answer, reason) => {
    const provider = literalProvider();
    provider.answers.metadata = answer;
    expect(await startReason(provider)).toBe(reason);
  });

  test('of exactly 256 KiB is read, and never any larger', async () => {
    const provider = literalProvider();
    const text = JSON.stringify(provider.metadata());
    provider.answers.metadata = () => json(text.padEnd(256 * 1024));
    expect(await startReason(provider)).toBe('accepted');

    const other = literalProvider();
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(64 * 1024));
      },
    });
    other.answers.metadata = () => new Response(endless, { headers: jsonType });
    expect(await startReason(other)).toBe('too-large');
    expect(pulled).toBeLessThan(10);
  });

  test('may come with a charset, and as any kind of JSON', async () => {
    for (const type of ['application/json; charset=utf-8', 'Application/JSON', 'application/jrd+json']) {
      const provider = literalProvider();
      const text = JSON.stringify(provider.metadata());
      provider.answers.metadata = () => new Response(text, { headers: { 'content-type': type } });
      expect(await startReason(provider)).toBe('accepted');
    }
  });

  test('is asked for once an hour, by sign-ins that begin and that end', async () => {
    const provider = literalProvider();
    await provider.provider.authorizationUrl(request);
    await provider.redeem();
    provider.clock.advance(hour - second);
    await provider.provider.authorizationUrl(request);
    expect(provider.count('metadata')).toBe(1);
    provider.clock.advance(second);
    await provider.provider.authorizationUrl(request);
    expect(provider.count('metadata')).toBe(2);
  });

  // To see it fail, make `longestHours` in `last-good.ts` 25.
  test('that cannot be had is replaced by the last good one, for a day and not a moment longer', async () => {
    const provider = literalProvider();
    await provider.provider.authorizationUrl(request);
    provider.answers.metadata = () => Response.json({}, { status: 503 });
    provider.clock.advance(24 * hour - second);
    expect(await startReason(provider)).toBe('accepted');
    provider.clock.advance(second);
    expect(await startReason(provider)).toBe('bad-status');
  });

  test('that must not be believed does not replace the last good one', async () => {
    const provider = literalProvider();
    await provider.provider.authorizationUrl(request);
    provider.clock.advance(2 * hour);
    provider.answers.metadata = () => Response.json({ ...provider.metadata(), jwks_uri: 'https://evil.example.com/' });
    expect(await provider.reason()).toBe('accepted');
    expect(provider.asked.every(({ url }) => url.startsWith(`${origin}/`))).toBe(true);
  });

  // To see it fail, let `providerMetadata` wait for the whole budget instead of `partOf` it.
  test('that does not come leaves enough time for the code when there is a good one', async () => {
    const provider = literalProvider({ budgetMilliseconds: 900 });
    await provider.redeem();
    provider.clock.advance(2 * hour);
    provider.answers.metadata = silence;
    expect(await provider.reason({})).toBe('accepted');
  });
});

describe('the last good copy', () => {
  const failing = async (): Promise<string> => {
    throw new Error('down');
  };

  test('does not live longer because the clock was set back', async () => {
    let offset = 0;
    const clock = testClock();
    const moved = { ...clock, now: () => new Date(clock.now().getTime() + offset) };
    const kept = lastGood<string>(moved, hour);
    await kept.get(async () => 'old');
    offset = -48 * hour;
    clock.advance(hour);
    expect(await kept.get(failing)).toBe('old');
    clock.advance(23 * hour);
    await expect(kept.get(failing)).rejects.toThrow('down');
    await expect(kept.refresh(failing)).rejects.toThrow('down');
  });

  test('does not live longer because the machine slept, and the monotonic clock with it', async () => {
    const clock = testClock();
    const kept = lastGood<string>({ ...clock, monotonic: () => 0 }, hour);
    await kept.get(async () => 'old');
    clock.advance(24 * hour);
    await expect(kept.get(failing)).rejects.toThrow('down');
  });

  test('is not replaced by an answer that was asked for earlier and came later', async () => {
    const clock = testClock();
    const kept = lastGood<string>(clock, minute);
    const slow = Promise.withResolvers<string>();
    const first = kept.get(() => slow.promise);
    clock.advance(second);
    await kept.refresh(async () => 'new');
    slow.resolve('old');
    expect(await first).toBe('old');
    expect(await kept.get(failing)).toBe('new');
  });
});

const jsonType = { 'content-type': 'application/json' };

function json(text: string): Response {
  return new Response(text, { headers: jsonType });
}

function broken(): ReadableStream<Uint8Array> {
  return new ReadableStream({ pull: (controller) => controller.error(new Error('reset')) });
}
