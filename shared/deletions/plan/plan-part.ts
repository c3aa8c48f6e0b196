import type { LivingAccount, Stored } from '../../accounts/account.ts';
import type { Blocker } from '../blocker.ts';

/** One thing that will change, in a sentence for a person. `name` is the organization or package it is about. */
export interface Effect {
  readonly kind:
    | 'seat-ends'
    | 'ownership-ends'
    | 'invitation-ends'
    | 'offer-ends'
    | 'members-leave'
    | 'invitations-end'
    | 'sign-in-ends'
    | 'data-goes'
    | 'name-stays';
  readonly name?: string;
  readonly detail: string;
}

/** A part of a plan: what it changes, what forbids it, and the facts that it rests on. */
export interface PlanPart {
  readonly effects: readonly Effect[];
  readonly blockers: readonly Blocker[];
  /** Texts that differ when what they stand for does. */
  readonly facts: readonly string[];
}

/** The account that a plan is made for. */
export type PlanSubject = Pick<Stored<LivingAccount>, 'key' | 'value'>;
