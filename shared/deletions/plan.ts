import { createHash } from 'node:crypto';
import type { LivingAccount } from '../accounts/account.ts';
import type { Services } from '../services.ts';
import type { Blocker } from './blocker.ts';
import { planOfHoldings } from './plan-holdings.ts';
import { planOfOrganization } from './plan-organization.ts';
import type { Effect, PlanSubject } from './plan-part.ts';

export interface Plan {
  readonly effects: readonly Effect[];
  readonly blockers: readonly Blocker[];
  /** Changes with seats, ownerships, pending invitations and offers; never with sessions or history. */
  readonly hash: string;
}

/**
 * What the deletion of an account would do, or what its purge will. An account already on its way out has no blockers.
 *
 * Source: DESIGN 5, "Deletion".
 */
export async function planOf(services: Services, account: PlanSubject): Promise<Plan> {
  const parts = await Promise.all([
    planOfHoldings(services, account),
    ...(account.value.kind === 'organization' ? [planOfOrganization(services, account.key)] : []),
  ]);
  const facts = parts.flatMap((part) => part.facts).toSorted();
  return {
    effects: [...parts.flatMap((part) => part.effects), ...generalEffects(account.value)],
    blockers: account.value.state === 'active' ? parts.flatMap((part) => part.blockers) : [],
    hash: createHash('sha256')
      .update(JSON.stringify([account.value.kind, account.value.name, facts]))
      .digest('base64url'),
  };
}

/** An effect of closing; a person who reads the plan of the purge has signed in again. */
const signInEnds: Effect = {
  kind: 'sign-in-ends',
  detail: 'You are signed out everywhere at once. Signing in again leads only to restoring the account.',
};

function generalEffects({ kind, name, state }: LivingAccount): readonly Effect[] {
  const whatGoes =
    kind === 'user' ? 'Sessions, Microsoft accounts, history and settings' : 'Members, invitations and history';
  return [
    ...(kind === 'user' && state === 'active' ? [signInEnds] : []),
    { kind: 'data-goes', detail: `${whatGoes} are removed for good when the time to restore “${name}” has passed.` },
    {
      kind: 'name-stays',
      name,
      detail: `The name “${name}”, its kind and the day are kept for ever, and the name is never given to anybody else. Other accounts’ histories, invitations and offers may still show it.`,
    },
  ];
}
