import type { Account, LivingAccount, Stored } from '../accounts/account.ts';
import type { AuditEvent } from '../audit/audit-entry.ts';
import { type OperationId, stepOf } from '../audit/operation.ts';
import { day, later, minute } from '../clock.ts';
import type { HintKind } from '../hints/hint.ts';
import type { AccountName } from '../names/account-name.ts';
import type { NameKey } from '../names/name-key.ts';
import type { Services } from '../services.ts';

/** One account's way out. */
export interface Deletion {
  /** Made when it was requested; the ids of all its steps begin with it. */
  readonly id: OperationId;
  readonly key: NameKey;
  readonly name: AccountName;
  /** There since the account was closed. */
  readonly purgeAfter?: Date | undefined;
}

/** The deletion an account is in. */
export function deletionIn({ key, value }: Stored): Deletion | undefined {
  if (value.state === 'retired' || value.deletion === undefined) return undefined;
  return { id: value.deletion, key, name: value.name, purgeAfter: value.purgeAfter };
}

/** What an account goes through in its own partition. */
export type OwnStep = 'request' | 'close' | 'restore' | 'restored' | 'purge' | 'retire';

/** What a visit makes of the row behind a hint: it has no power and is not counted; it counts again; it is gone. */
export type Target = 'suspended' | 'counted' | 'gone';

/** What it takes elsewhere, where a hint leads. */
type Visiting = `${Target}-${HintKind}`;

/**
 * The operation of a step, the same for everybody who takes it: so it happens at most once a deletion, whoever repeats
 * it, and can be ruled out by whoever must be sure that it does not come late.
 */
export function operationOf({ id, purgeAfter }: Deletion, step: OwnStep | Visiting): OperationId {
  const isOfPurge = step === 'purge' || step === 'retire' || step.startsWith('gone-');
  return stepOf(id, step, isOfPurge ? purgeAfter : undefined);
}

/** What a step is called in the account's own history. */
export function eventOf({ kind }: Account, step: Exclude<OwnStep, 'retire'>): AuditEvent {
  return `${kind}:deletion:${step}`;
}

/**
 * Whatever was on its way to storage when an account closed has arrived a quarter of an hour later, or never will. The
 * moment is chosen before the closing is written, which may itself be late: a tick may sleep for four minutes, and a
 * write that was given up may land within ten.
 */
export const leastGraceMinutes = 30;

/** When an account that is closed now may be purged. */
export function purgeAfterFrom({ clock, config }: Services): Date {
  return later(clock.now(), Math.max(config.deletionGraceDays * day, leastGraceMinutes * minute));
}

/** The account as it was before it was to be deleted. */
export function withoutDeletion(account: LivingAccount): LivingAccount {
  return { ...account, state: 'active', deletion: undefined, purgeAfter: undefined };
}
