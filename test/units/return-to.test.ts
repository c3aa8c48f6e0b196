import { describe, expect, test } from 'vitest';
import { safeReturnTo } from '../../shared/sign-ins/return-to.ts';
import { testConfig } from '../support/config.ts';

const config = testConfig();

describe('after a sign-in', () => {
  test.each([
    '/',
    '/account',
    '/organizations/Ada.Team/members',
    '/account?tab=a%20b&x=1',
    '/profiles/a~b_c-d',
    '/registered',
    '/register/x',
    'https://www.example.org',
    'https://www.example.org/',
    'https://www.example.org/packages/Left.Pad?from=sign-in',
    'https://packages.example.org?x=1',
  ])('a person may land at %s', (address) => {
    expect(safeReturnTo(address, config)).toBe(address);
  });

  test.each([
    undefined,
    '',
    'account',
    '//evil.example.net',
    '/\\evil.example.net',
    '/\\/evil',
    '/./account',
    '/../account',
    '/a/../b',
    '/a/..',
    '/a/..?x',
    '/a//b',
    '/account/',
    '/account#x',
    '/acc%6Funt',
    '/%2e%2e/x',
    '/account\n',
    '/account?x= y',
    '/konto/ä',
    'https://evil.example.net/',
    'https://www.example.org.evil.net/',
    'https://www.example.org@evil.net/',
    'https://www.example.org:8443/',
    'https://www.example.org//evil',
    'https://www.example.org/%2f',
    'http://www.example.org/',
    'HTTPS://WWW.EXAMPLE.ORG/',
    'javascript:alert(1)',
    '/register',
    '/register?returnTo=/packages',
    `/${'a'.repeat(2000)}`,
  ])('nobody lands at %j', (address) => {
    expect(safeReturnTo(address, config)).toBe('/account');
  });
});
