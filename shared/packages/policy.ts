/**
 * How somebody stands to a package at this moment, only from current rows. `owner` may act for one of its owners,
 * `collaborator` only publishes for one; `named` may act for the account that the request is about.
 */
export const standings = ['stranger', 'collaborator', 'named', 'owner'] as const;
export type Standing = (typeof standings)[number];

interface Rule {
  readonly effect: 'read' | 'change';
  readonly allows: readonly Standing[];
}

const owners = ['owner'] as const;
const named = ['named'] as const;

/**
 * Who may do what with a package, written only here. The operations enforce it, the pages offer by it, the OpenAPI
 * document shows it, and the tests try every cell of it. Anybody may see who owns it; registering, removing and asking
 * for permissions are the registry's alone, whose rights are in its token.
 *
 * Whoever may act for an account may give up its ownership and decline its offers, even where there is nothing: they
 * are where they want to be.
 */
export const policy = {
  'package:offers:see': { effect: 'read', allows: owners },
  'package:history:see': { effect: 'read', allows: owners },
  'package:offer:make': { effect: 'change', allows: owners },
  'package:offer:withdraw': { effect: 'change', allows: owners },
  'package:offer:accept': { effect: 'change', allows: named },
  'package:offer:decline': { effect: 'change', allows: named },
  'package:owner:remove': { effect: 'change', allows: owners },
  'package:owner:leave': { effect: 'change', allows: named },
} as const satisfies Readonly<Record<string, Rule>>;

export type Right = keyof typeof policy;
export type ReadingRight = { [R in Right]: (typeof policy)[R]['effect'] extends 'read' ? R : never }[Right];
/** A change is never guarded by the right to read: the types of operations and endpoints ask for one of these. */
export type ChangingRight = Exclude<Right, ReadingRight>;

export function ruleOf(right: Right): Rule {
  return policy[right];
}

export function may(right: Right, standing: Standing): boolean {
  return ruleOf(right).allows.includes(standing);
}
