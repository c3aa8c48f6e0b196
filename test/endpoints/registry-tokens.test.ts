import { describe, expect, test } from 'vitest';
import { registryTokens } from '../../shared/identity/registry-tokens.ts';
import { actor } from '../support/browser-actor.ts';
import { testClock } from '../support/clock.ts';
import { registryIssuerAt, registrySettings } from '../support/registry-issuer.ts';
import { type Forgery, newKey } from '../support/token-forge.ts';
import { createWorld } from '../support/world.ts';

const owners = '/api/packages/Json.Net';

/** A service that verifies real tokens, with Ada in it. */
async function scene(settings: Readonly<Record<string, string>> = {}) {
  const issuer = registryIssuerAt(testClock());
  const world = await createWorld({
    settings: { ...registrySettings, ...settings },
    registryTokens: (config, clock) => registryTokens(config, clock, issuer.fetch),
  });
  const ada = actor(world, 'ada');
  await ada.register('Ada');
  const put = (headers: Record<string, string>, path = owners) =>
    world.send('PUT', path, {
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ owner: 'Ada', publisher: 'Ada' }),
    });
  const bearing = (roles?: readonly string[], forgery?: Forgery) => ({
    authorization: `Bearer ${issuer.token(roles, forgery)}`,
  });
  return { world, issuer, ada, put, bearing };
}

describe('the registry’s calls', () => {
  test('need its token and nothing else: no origin, no cookie', async () => {
    const { put, bearing } = await scene();
    expect((await put(bearing())).status).toBe(201);
  });

  test('are refused without one, with a bad one, and with a session: 401, and how to do it', async () => {
    const { world, ada, put, bearing } = await scene();
    const session = `__Host-session=${ada.cookies.get('__Host-session')}`;
    const origin = world.config.publicOrigin;
    const before = world.store.snapshot();
    for (const [headers, challenge] of [
      [{}, 'Bearer'],
      [{ cookie: session, origin }, 'Bearer'],
      [{ authorization: 'Basic YTpi' }, 'Bearer'],
      [{ authorization: 'Bearer' }, 'Bearer'],
      [{ authorization: 'Bearer not-a-token', cookie: session, origin }, 'Bearer error="invalid_token"'],
      [bearing(undefined, { claims: { aud: 'somebody else' } }), 'Bearer error="invalid_token"'],
      [bearing(undefined, { claims: { iss: 'https://elsewhere.example' } }), 'Bearer error="invalid_token"'],
      [bearing(undefined, { claims: { scp: 'user_impersonation' } }), 'Bearer error="invalid_token"'],
      [bearing(undefined, { claims: { exp: 1 } }), 'Bearer error="invalid_token"'],
      [bearing(undefined, { key: newKey('registry') }), 'Bearer error="invalid_token"'],
    ] as const) {
      const { status, headers: told, text } = await put(headers);
      expect([status, told['www-authenticate'], JSON.parse(text).code]).toEqual([401, challenge, 'not-signed-in']);
    }
    expect(world.store.snapshot()).toEqual(before);
  });

  test('are refused without the role: 403', async () => {
    const { world, put, bearing } = await scene();
    for (const roles of [[], ['Packages.Read'], ['Something.Else']]) {
      expect((await put(bearing(roles))).status).toBe(403);
    }
    expect((await put(bearing(['Packages.Register']))).status).toBe(201);
    const ask = (roles: string[]) => world.send('GET', `${owners}/permissions/Ada`, { headers: bearing(roles) });
    expect((await ask(['Packages.Read'])).status).toBe(200);
    expect((await ask(['Packages.Register'])).status).toBe(200);
    expect((await ask(['Something.Else'])).status).toBe(403);
  });

  test('are answered 401 where no registry is configured', async () => {
    const world = await createWorld({ registryTokens });
    const { status } = await world.send('DELETE', owners, { headers: { authorization: 'Bearer a.b.c' } });
    expect(status).toBe(401);
  });

  test('are answered 502 while the issuer’s keys are unavailable, and no session is asked for', async () => {
    const { issuer, put, bearing } = await scene();
    issuer.isDown = true;
    expect(JSON.parse((await put(bearing())).text).code).toBe('provider-failed');
  });

  test('with a good token are never limited by address, and bad ones are', async () => {
    const { world, put, bearing } = await scene({ CLIENT_ADDRESS_HEADER: 'X-Forwarded-For' });
    const from = { 'x-forwarded-for': '192.0.2.7' };
    const good = { ...bearing(), ...from };
    for (let count = 0; count < 3000; count += 1)
      await put({ ...from, authorization: 'Bearer bad' }, '/api/packages/x');
    expect((await put({ ...from, authorization: 'Bearer bad' })).status).toBe(429);
    expect((await put(from)).status).toBe(429);
    expect((await put(good)).status).toBe(201);
    for (let count = 0; count < 3001; count += 1) {
      const { status } = await world.send('GET', `${owners}/permissions/Ada`, { headers: good });
      if (status !== 200) expect(status).toBe(200);
    }
  });

  test('leave a line in the log that says why, and never the token', async () => {
    const { world, issuer, put } = await scene();
    const token = issuer.token(undefined, { claims: { aud: 'somebody else' } });
    await put({ authorization: `Bearer ${token}` });
    const lines = world.log.filter(({ event }) => event === 'registry-token-refused');
    expect(lines.map(({ fields }) => fields.reason)).toEqual(['audience']);
    expect(JSON.stringify(world.log)).not.toContain(token.split('.')[2]);
  });
});
