import type { LivingAccount } from '../accounts/account.ts';
import type { Role } from './member.ts';

/** How somebody stands to an organization at this moment, only from current rows. */
export const standings = ['stranger', 'invited', 'collaborator', 'admin'] as const satisfies readonly (
  | Role
  | 'stranger'
  | 'invited'
)[];
export type Standing = (typeof standings)[number];

type State = LivingAccount['state'];

interface Rule {
  readonly effect: 'read' | 'change';
  readonly allows: readonly Standing[];
  /** The states of the organization in which it holds. */
  readonly states: readonly State[];
}

const everyone = standings;
const members = ['collaborator', 'admin'] as const;
const admins = ['admin'] as const;
const active = ['active'] as const;
/** While it is being closed or restored it can still be read. */
const open = ['active', 'closing', 'restoring'] as const;
/** An administrator can still restore a closed one. */
const leaving = ['active', 'closing', 'closed', 'restoring'] as const;

/**
 * Who may do what, written only here. The operations enforce it, the pages offer by it, the OpenAPI document shows it,
 * and the tests try every cell of it.
 *
 * Everybody may leave and decline: somebody without a seat or an invitation is where they want to be, and is told no
 * more than that. A member may accept, so that a second tab is answered as the first was; and may ask for the role they
 * have, since somebody who has just stopped being an administrator may repeat the request.
 */
export const policy = {
  'organization:see': { effect: 'read', allows: members, states: open },
  'members:see': { effect: 'read', allows: members, states: open },
  'member:change-role': { effect: 'change', allows: admins, states: active },
  'member:keep-role': { effect: 'change', allows: members, states: active },
  'member:remove': { effect: 'change', allows: admins, states: active },
  'member:leave': { effect: 'change', allows: everyone, states: active },
  'invitations:see': { effect: 'read', allows: admins, states: open },
  'invitation:send': { effect: 'change', allows: admins, states: active },
  'invitation:withdraw': { effect: 'change', allows: admins, states: active },
  'invitation:accept': { effect: 'change', allows: ['invited', ...members], states: active },
  'invitation:decline': { effect: 'change', allows: everyone, states: active },
  'packages:see': { effect: 'read', allows: members, states: open },
  'received-offers:see': { effect: 'read', allows: admins, states: open },
  'history:see': { effect: 'read', allows: admins, states: open },
  'deletion:see': { effect: 'read', allows: admins, states: leaving },
  'deletion:request': { effect: 'change', allows: admins, states: ['active', 'closing', 'closed'] },
  'deletion:restore': { effect: 'change', allows: admins, states: leaving },
} as const satisfies Readonly<Record<string, Rule>>;

export type Right = keyof typeof policy;
export type ReadingRight = { [R in Right]: (typeof policy)[R]['effect'] extends 'read' ? R : never }[Right];
/** A change is never guarded by the right to read: the types of operations and endpoints ask for one of these. */
export type ChangingRight = Exclude<Right, ReadingRight>;

export function ruleOf(right: Right): Rule {
  return policy[right];
}

export function may(right: Right, standing: Standing, state: State): boolean {
  const rule = ruleOf(right);
  return rule.allows.includes(standing) && rule.states.includes(state);
}
