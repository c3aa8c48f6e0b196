import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { AccountName } from '../../../shared/names/account-name.ts';
import { nameKey } from '../../../shared/names/name-key.ts';
import { isReserved } from '../../../shared/names/reserved-names.ts';

const golden = JSON.parse(readFileSync(new URL('./name-key.golden.json', import.meta.url), 'utf8')) as Record<
  string,
  string
>;

describe('the name key', () => {
  test.each(Object.entries(golden))('of %s is %s for ever: keys are stored', (name, key) => {
    expect(nameKey(name as AccountName)).toBe(key);
  });
});

describe('reserved', () => {
  test.each([
    'admin',
    'Admin',
    'ADM1N',
    'a.d.m.i.n',
    'root',
    'www',
    'support',
    'security',
    'openapi.json',
    'sign-in',
    'runtime',
  ])('is %s, and whatever looks like it', (name) => {
    expect(isReserved(name as AccountName)).toBe(true);
  });

  test('is not a name that looks like none of these', () => {
    expect(isReserved('ada-lovelace' as AccountName)).toBe(false);
  });
});
