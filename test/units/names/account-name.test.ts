import { describe, expect, test } from 'vitest';
import { isAccountName, nameFault } from '../../../shared/names/account-name.ts';

describe('a name', () => {
  test.each(['Ada', 'abc', '0-0', 'a.b', 'Ada_Lovelace', 'x-y.z_1', 'a'.repeat(64)])('may be %s', (name) => {
    expect(nameFault(name)).toBeUndefined();
  });

  test.each([
    ['', 'Please enter a name.'],
    ['ab', 'at least 3 characters; this one has 2'],
    ['a'.repeat(65), 'at most 64 characters; this one has 65'],
    ['.ada', 'begins with a letter or a digit, not with “.”'],
    ['ada-', 'ends with a letter or a digit, not with “-”'],
    ['a..b', 'Two separators may not stand together, as “..”'],
    ['a-_b', 'Two separators may not stand together, as “-_”'],
    ['ada lovelace', 'a space is not among these'],
    ['ada@example.org', 'not an e-mail address'],
    ['ada/../x', '“/” is not among these'],
    ['\u212Aelvin', '“\u212A” (U+212A) is not among these'],
    ['ada\u0000', 'the character U+0000 is not among these'],
    ['ad\u0430', '“\u0430” (U+0430) is not among these'],
    ['Ädam', 'between them; “Ä” (U+00C4) is not among these'],
    ['ada\u200B', 'the character U+200B is not among these'],
    ['ada\n', 'the character U+000A is not among these'],
    ['\u{1F600}ada', 'the character U+1F600 is not among these'],
  ])('is refused as %j with a sentence that says why', (text, sentence) => {
    expect(nameFault(text)).toContain(sentence);
    expect(isAccountName(text)).toBe(false);
  });
});
