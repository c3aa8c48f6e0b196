import * as z from 'zod';

/** What a package is called, as it was first registered. Made only by `isPackageId` and the schema below. */
export type PackageId = string & { readonly brand: 'PackageId' };

/** The partition of a package: ids that differ in case alone are the same package. */
export type PackageKey = string & { readonly brand: 'PackageKey' };

export const longestId = 100;

/** Why `text` cannot be a package id, as a sentence for a person; undefined when it can. */
export function packageIdFault(text: string): string | undefined {
  if (text === '') return 'A package id is missing.';
  if (text.length > longestId) return `A package id has at most ${longestId} characters; this one has ${text.length}.`;
  if (/[^A-Za-z0-9_.-]/.test(text)) return 'A package id has letters A–Z and a–z, digits, _, and . or - between them.';
  if (/^[.-]|[.-]$/.test(text)) return 'A package id begins and ends with a letter, a digit or _.';
  const pair = /[.-]{2}/.exec(text)?.[0];
  if (pair !== undefined) return `Two separators may not stand together, as “${pair}” does here.`;
  return undefined;
}

export function isPackageId(text: string): text is PackageId {
  return packageIdFault(text) === undefined;
}

/** An id is ASCII, so lower case is the same everywhere. */
export function packageKey(id: PackageId): PackageKey {
  return id.toLowerCase() as PackageKey;
}

/** For what names a package: text that breaks the rule is answered 422 `invalid-package-id` with the sentence above. */
export const PackageIdText = z
  .string()
  .superRefine((text, context) => {
    const fault = packageIdFault(text);
    if (fault !== undefined)
      context.addIssue({ code: 'custom', message: fault, params: { problem: 'invalid-package-id' } });
  })
  .transform((text) => text as PackageId);
