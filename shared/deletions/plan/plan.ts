import { createHash } from 'node:crypto';
import type { LivingAccount } from '../../accounts/account.ts';
import type { Services } from '../../services.ts';
import type { Blocker } from '../blocker.ts';
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
    kind === 'user'
      ? 'Sessions, the links to your Microsoft accounts, and your history'
      : 'Members, invitations and history';
  const what = kind === 'user' ? 'a user' : 'an organization';
  return [
    ...(kind === 'user' && state === 'active' ? [signInEnds] : []),
    { kind: 'data-goes', detail: `${whatGoes} are removed for good when the time to restore “${name}” has passed.` },
    {
      kind: 'name-stays',
      name,
      detail: `The name “${name}”, that it was ${what}, and the day it went stay for ever, and nobody else is ever given the name. Histories of packages and organizations keep it. Invitations and offers made in this name keep it until they are used, replaced or cleared away.`,
    },
  ];
}
