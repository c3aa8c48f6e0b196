import { describe, expect, test } from 'vitest';
import { expireCookie, readCookie, setCookie } from '../../../shared/http/cookies.ts';

describe('a cookie of ours', () => {
  test('is read by its exact name', () => {
    expect(readCookie('a=1; __Host-session=key.secret; b=2', 'session')).toBe('key.secret');
    expect(readCookie('__host-session=x', 'session')).toBeUndefined();
    expect(readCookie('x__Host-session=x', 'session')).toBeUndefined();
    expect(readCookie(null, 'session')).toBeUndefined();
  });

  test('that is sent twice counts as absent', () => {
    expect(readCookie('__Host-session=a.b; __Host-session=c.d', 'session')).toBeUndefined();
  });

  test.each(['"a.b"', 'a%2Eb', 'a b', 'a,b', '', 'ä'])('with the value %j counts as absent', (value) => {
    expect(readCookie(`__Host-session=${value}`, 'session')).toBeUndefined();
  });

  test('can be read by this host alone, and by no script', () => {
    const attributes = { path: '/', secure: true, httpOnly: true, sameSite: 'Lax' };
    expect(setCookie('session', 'x', 60)).toEqual({ name: '__Host-session', value: 'x', maxAge: 60, ...attributes });
    expect(expireCookie('session')).toMatchObject({ maxAge: 0, ...attributes });
  });
});
