import { describe, expect, test } from 'vitest';
import { maskedLabel } from '../../../shared/identity/label.ts';

describe('a label', () => {
  test.each<[string | undefined, string]>([
    ['ada@outlook.example', 'a•••@outlook.example'],
    ['a@outlook.example', 'a•••@outlook.example'],
    ['Ada.Lovelace+x@Contoso.example', 'A•••@Contoso.example'],
    ['ada@home@contoso.example', 'a•••@contoso.example'],
    ['live.com#ada@outlook.example', 'l•••@outlook.example'],
    ['+49 170 1234567', '+•••'],
    ['ada', 'a•••'],
    ['@contoso.example', '@•••'],
    ['𝒜da@contoso.example', '𝒜•••@contoso.example'],
    ['', 'Microsoft account'],
    [' \n', 'Microsoft account'],
    [undefined, 'Microsoft account'],
  ])('of %j is %j: first letter, dots, whole domain', (username, label) => {
    expect(maskedLabel(username)).toBe(label);
  });

  test('has no character that is invisible, or that turns the line around', () => {
    expect(maskedLabel('\u202e\u200ba\u0000da@con\u202etoso\u0007.exam\nple')).toBe('a•••@contoso.example');
    expect(maskedLabel('\ud800@x.example')).toBe('@•••');
  });

  test('has an end, however long the address', () => {
    expect([...maskedLabel(`a@${'x'.repeat(100_000)}`)]).toHaveLength(104);
    expect(maskedLabel('a'.repeat(100_000))).toBe('a•••');
  });

  test('never tells more of the local part than its first letter', () => {
    expect(maskedLabel('grace.hopper@contoso.example')).not.toMatch(/race|hopper/);
  });
});
