import { Problem } from '../problems.ts';

/** What a package is called, as it was first registered. Made only by the functions below. */
export type PackageId = string & { readonly brand: 'PackageId' };

/** The partition of a package: ids that differ only in case are the same package. */
export type PackageKey = string & { readonly brand: 'PackageKey' };

const longestId = 100;

/** Why `text` cannot be a package id, as a sentence for a person; undefined when it can. */
function packageIdFault(text: string): string | undefined {
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

/** @throws Problem `invalid-package-id` with the sentence above */
export function packageId(text: string): PackageId {
  const fault = packageIdFault(text);
  if (fault !== undefined) throw new Problem('invalid-package-id', fault);
  return text as PackageId;
}
