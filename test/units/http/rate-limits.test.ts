import { describe, expect, test } from 'vitest';
import { clientAddress } from '../../../shared/http/rate-limits.ts';

describe('the client’s address', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['198.51.100.1, 203.0.113.7', '203.0.113.7'],
    ['198.51.100.1,203.0.113.7:50123', '203.0.113.7'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['2001:db8::1', '2001:db8::1'],
    ['', undefined],
    ['x, ', undefined],
  ])('in %j is %s: the last element, which the trusted front end appended', (value, address) => {
    expect(clientAddress(new Headers({ 'x-forwarded-for': value }), 'x-forwarded-for')).toBe(address);
  });

  test('is not read where no front end is trusted', () => {
    expect(clientAddress(new Headers({ 'x-forwarded-for': '203.0.113.7' }), undefined)).toBeUndefined();
  });
});
