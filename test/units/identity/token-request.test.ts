import { describe, expect, test } from 'vitest';
import { goodSettings } from '../../support/config.ts';
import { literalProvider, origin } from '../../support/literal-provider.ts';

const request = { state: 'the state', nonce: 'the nonce', codeChallenge: 'the challenge', fresh: false };

describe('the address that a browser is sent to', () => {
  test('asks for a code with PKCE, state and nonce, and for a second factor', async () => {
    const address = await literalProvider().provider.authorizationUrl(request);
    expect(`${address.origin}${address.pathname}`).toBe(`${origin}/common/oauth2/v2.0/authorize`);
    expect(Object.fromEntries(address.searchParams)).toEqual({
      client_id: goodSettings.IDENTITY_CLIENT_ID,
      response_type: 'code',
      redirect_uri: 'https://accounts.example.org/sign-in/callback',
      scope: 'openid profile',
      state: 'the state',
      nonce: 'the nonce',
      code_challenge: 'the challenge',
      code_challenge_method: 'S256',
      prompt: 'select_account',
      acr_values: 'urn:microsoft:policies:mfa',
    });
  });

  test('asks for a new sign-in where it must be fresh', async () => {
    const address = await literalProvider().provider.authorizationUrl({ ...request, fresh: true });
    expect(address.searchParams.get('prompt')).toBe('login');
    expect(address.searchParams.get('max_age')).toBe('0');
  });

  test('asks for no acr where another claim proves the second factor', async () => {
    const { provider } = literalProvider({ settings: { IDENTITY_SECOND_FACTOR: 'amr=mfa' } });
    expect((await provider.authorizationUrl(request)).searchParams.has('acr_values')).toBe(false);
  });

  test('keeps the query of the published endpoint, and lets it override nothing', async () => {
    const metadata = { authorization_endpoint: `${origin}/authorize?policy=one&state=its&state=own` };
    const address = await literalProvider({ metadata }).provider.authorizationUrl(request);
    expect(address.searchParams.get('policy')).toBe('one');
    expect(address.searchParams.getAll('state')).toEqual(['the state']);
  });
});

describe('the code', () => {
  test('is sent once, to the token endpoint alone, with verifier, redirect URI and proof, following no redirect', async () => {
    const provider = literalProvider();
    await provider.redeem();
    const [token, ...more] = provider.asked.filter(({ endpoint }) => endpoint === 'token');
    expect(more).toEqual([]);
    expect(token).toMatchObject({
      url: `${origin}/common/oauth2/v2.0/token`,
      init: { method: 'POST', redirect: 'manual' },
    });
    expect(Object.fromEntries(new URLSearchParams(String(token?.init.body)))).toEqual({
      grant_type: 'authorization_code',
      client_id: goodSettings.IDENTITY_CLIENT_ID,
      client_secret: goodSettings.IDENTITY_CLIENT_SECRET,
      code: 'the code',
      redirect_uri: 'https://accounts.example.org/sign-in/callback',
      code_verifier: 'the verifier',
    });
  });
});

describe('an answer of the token endpoint', () => {
  const honest = () => literalProvider().tokenAnswer('the nonce');

  test.each([['Bearer'], ['bearer'], ['BEARER']])('with token_type %s is an answer', async (type) => {
    const provider = literalProvider();
    provider.answers.token = () => Response.json({ ...honest(), token_type: type });
    expect(await provider.reason()).toBe('accepted');
  });

  test.each<[string, Record<string, unknown>]>([
    ['another token_type', { token_type: 'DPoP' }],
    ['no token_type', { token_type: undefined }],
    ['a token_type that is no text', { token_type: ['Bearer'] }],
    ['no ID token', { id_token: undefined }],
    ['an ID token that is no text', { id_token: { iss: origin } }],
    ['an access token that is no text', { access_token: 7 }],
  ])('with %s is none', async (_what, members) => {
    const provider = literalProvider();
    provider.answers.token = () => Response.json({ ...honest(), ...members });
    expect(await provider.reason()).toBe('token-answer-invalid');
  });

  test.each<[string, () => Response, string]>([
    ['status 201', () => Response.json(honest(), { status: 201 }), 'bad-status'],
    ['status 203', () => Response.json(honest(), { status: 203 }), 'bad-status'],
    ['status 500', () => Response.json(honest(), { status: 500 }), 'bad-status'],
    ['status 400 for the code', () => Response.json({ error: 'invalid_grant' }, { status: 400 }), 'code-refused'],
    ['status 400', () => Response.json({ error: 'invalid_request' }, { status: 400 }), 'token-refused'],
    ['status 400 without a word', () => new Response('', { status: 400 }), 'token-refused'],
    ['status 400 and yet a token', () => Response.json(honest(), { status: 400 }), 'token-refused'],
    ['status 401', () => Response.json({ error: 'invalid_client' }, { status: 401 }), 'token-refused'],
    ['status 302', () => Response.redirect('https://evil.example.com/', 302), 'redirected'],
    ['status 307', () => Response.redirect('https://evil.example.com/', 307), 'redirected'],
    ['status 308', () => Response.redirect(`${origin}/elsewhere`, 308), 'redirected'],
    ['no content type', () => new Response(new Blob([JSON.stringify(honest())])), 'not-json'],
    ['content type text/html', () => typed(JSON.stringify(honest()), 'text/html'), 'not-json'],
    ['content type text/plain', () => typed(JSON.stringify(honest()), 'text/plain'), 'not-json'],
    [
      'a content type that only holds the word',
      () => typed(JSON.stringify(honest()), 'x-application/json'),
      'not-json',
    ],
    ['a byte order mark', () => typed(`\uFEFF${JSON.stringify(honest())}`), 'not-json'],
    ['something after it', () => typed(`${JSON.stringify(honest())}{}`), 'not-json'],
    ['a member named twice', () => typed(JSON.stringify(honest()).replace('{', '{"id_token":"x",')), 'not-json'],
    ['an empty body', () => typed(''), 'not-json'],
    ['a form', () => typed('id_token=x&token_type=Bearer', 'application/x-www-form-urlencoded'), 'not-json'],
    ['a list', () => Response.json([honest()]), 'token-answer-invalid'],
    ['null', () => Response.json(null), 'token-answer-invalid'],
    ['more than 256 KiB', () => Response.json({ ...honest(), more: 'x'.repeat(256 * 1024) }), 'too-large'],
  ])('with %s is none', async (_what, answer, reason) => {
    const provider = literalProvider();
    provider.answers.token = answer;
    expect(await provider.reason()).toBe(reason);
  });

  // To see it fail, pass the parser’s error on as the cause in `jsonOf`.
  test('that is malformed is not quoted in the fault, for there may be a secret in it', async () => {
    const provider = literalProvider();
    provider.answers.token = () => typed('{"a": hunter2}');
    const fault = await provider.redeem().catch((error: unknown) => error);
    expect(fault).toMatchObject({ reason: 'not-json' });
    expect(fault).not.toHaveProperty('cause');
  });
});

function typed(text: string, type = 'application/json'): Response {
  return new Response(text, { headers: { 'content-type': type } });
}
