import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AccountName, isAccountName, longestName } from '../../shared/names/account-name.ts';
import { nameKey } from '../../shared/names/name-key.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const word = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 12 });
const separator = fc.constantFrom('.', '-', '_');

/** Names by construction: words with single separators between them. */
const accountName = fc
  .tuple(word, fc.array(fc.tuple(separator, word), { maxLength: 4 }))
  .map(([first, rest]) => first + rest.flat().join(''))
  .filter((name) => name.length >= 3 && name.length <= longestName)
  .map((name) => name as AccountName);

/** What a person could take for the other, both ways. */
const lookAlikes: Readonly<Record<string, readonly string[]>> = {
  m: ['M', 'rn', 'RN', 'rN'],
  w: ['W', 'vv', 'VV'],
  o: ['0', 'O'],
  '0': ['o', 'O'],
  l: ['1', 'i', 'I', 'L'],
  '1': ['l', 'i', 'I'],
  i: ['1', 'l', 'L', 'I'],
};

describe('names', () => {
  test('by construction follow the rule', () => {
    fc.assert(fc.property(accountName, (name) => isAccountName(name)));
  });

  test('that are accepted are within the rule, whatever text is tried', () => {
    const near = fc.string({
      unit: fc.oneof(
        fc.constantFrom(...letters, '.', '-', '_'),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
      ),
      maxLength: 70,
    });
    fc.assert(
      fc.property(near, (text) => {
        expect(isAccountName(text)).toBe(/^(?=.{3,64}$)[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*$/.test(text));
      }),
      { numRuns: 2000 },
    );
  });

  test('have a key that is its own key', () => {
    fc.assert(fc.property(accountName, (name) => nameKey(nameKey(name) as unknown as AccountName) === nameKey(name)));
  });

  test('have a key that is safe in storage', () => {
    fc.assert(fc.property(accountName, (name) => /^[a-hj-ln-vx-z2-9]+$/.test(nameKey(name))));
  });

  test('share their key with every look-alike', () => {
    const disguised = accountName.chain((name) =>
      fc
        .tuple(
          fc.array(fc.nat({ max: 9 }), { minLength: name.length, maxLength: name.length }),
          fc.array(fc.option(separator), { minLength: name.length, maxLength: name.length }),
        )
        .map(([choices, separators]) => ({
          name,
          // Separators may come anywhere here, two together too: the key is wider than the rule.
          other: [...name]
            .map((letter, at) => {
              const others = [letter, ...(lookAlikes[letter.toLowerCase()] ?? [])];
              return `${others[(choices[at] ?? 0) % others.length]}${separators[at] ?? ''}`;
            })
            .join(''),
        })),
    );
    fc.assert(
      fc.property(disguised, ({ name, other }) => {
        expect(nameKey(other as AccountName)).toBe(nameKey(name));
      }),
      { numRuns: 1000 },
    );
  });
});
