import * as z from 'zod/mini';

/** What an account is called: exact, case sensitive, permanent. Made only by `isAccountName` and the schema below. */
export type AccountName = string & { readonly brand: 'AccountName' };

const shortestName = 3;
export const longestName = 64;

/**
 * Why `text` cannot be a name, as a sentence for a person; undefined when it can.
 * The rule holds for the raw text: no normalization comes first, so a Kelvin sign is not a k.
 *
 * Source: DESIGN 6.
 */
export function nameFault(text: string): string | undefined {
  if (text === '') return 'Please enter a name.';
  const stranger = /[^A-Za-z0-9._-]/u.exec(text)?.[0];
  if (stranger !== undefined) {
    return stranger === '@'
      ? 'A name is not an e-mail address: it has no @. Use letters A–Z and a–z, digits, and . - _ between them.'
      : `A name has letters A–Z and a–z, digits, and . - _ between them; ${described(stranger)} is not among these.`;
  }
  if (text.length < shortestName) return `A name has at least ${shortestName} characters; this one has ${text.length}.`;
  if (text.length > longestName) return `A name has at most ${longestName} characters; this one has ${text.length}.`;
  if (/^[._-]/.test(text)) return `A name begins with a letter or a digit, not with ${described(text.charAt(0))}.`;
  if (/[._-]$/.test(text))
    return `A name ends with a letter or a digit, not with ${described(text.charAt(text.length - 1))}.`;
  const pair = /[._-]{2}/.exec(text)?.[0];
  if (pair !== undefined) return `Two separators may not stand together, as “${pair}” does here.`;
  return undefined;
}

/** Printable ASCII is shown; any other letter with its number, for it may look like one; the rest, often invisible, by that alone. */
function described(character: string): string {
  if (character === ' ') return 'a space';
  if (/[!-~]/.test(character)) return `“${character}”`;
  const number = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return /\p{L}/u.test(character) ? `“${character}” (U+${number})` : `the character U+${number}`;
}

export function isAccountName(text: string): text is AccountName {
  return nameFault(text) === undefined;
}

/** For bodies: text that breaks the rule is answered 422 `invalid-name` with the sentence of `nameFault`. */
export const AccountNameText = z.pipe(
  z.string().check(
    z.superRefine((text, context) => {
      const fault = nameFault(text);
      if (fault !== undefined)
        context.addIssue({ code: 'custom', message: fault, params: { problem: 'invalid-name' } });
    }),
  ),
  z.transform((text) => text as AccountName),
);
