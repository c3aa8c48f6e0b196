import type { AccountName } from './account-name.ts';

/** The look-alike skeleton of a name: equal keys mean a person could mistake one name for the other. */
export type NameKey = string & { readonly brand: 'NameKey' };

/** What a reader may mistake for what. `rn` looks like m, `vv` like w; o and l stand for their look-alikes. */
const skeleton: Readonly<Record<string, string>> = { m: 'rn', w: 'vv', '0': 'o', '1': 'l', i: 'l' };

/**
 * Frozen: keys are stored, as partitions. A golden file in the tests locks every decision made here.
 *
 * Source: DESIGN 6.
 */
export function nameKey(name: AccountName): NameKey {
  return name
    .toLowerCase()
    .replace(/[._-]/g, '')
    .replace(/[mw01i]/g, (letter) => skeleton[letter] ?? letter) as NameKey;
}
