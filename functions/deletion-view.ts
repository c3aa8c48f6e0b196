import * as z from 'zod/mini';
import type { LivingAccount } from '../shared/accounts/account.ts';
import type { Plan } from '../shared/deletions/plan/plan.ts';
import type { Closed } from '../shared/deletions/request.ts';
import type { Services } from '../shared/services.ts';

/** What an account's deletion would do or is doing, users and organizations alike. */
export const DeletionView = z.strictObject({
  state: z.string(),
  plan: z.strictObject({
    effects: z.array(z.strictObject({ kind: z.string(), name: z.optional(z.string()), detail: z.string() })),
    blockers: z.array(
      z.strictObject({
        reason: z.enum(['last-admin', 'last-owner']),
        organization: z.optional(z.string()),
        package: z.optional(z.string()),
        detail: z.string(),
        resolve: z.string(),
      }),
    ),
    hash: z.string(),
  }),
  graceDays: z.number(),
  purgeAfter: z.optional(z.iso.datetime()),
});

export const ClosedView = z.strictObject({ state: z.string(), purgeAfter: z.iso.datetime() });

/** The name that was typed, and the plan that was shown. */
export const DeletionBody = z.strictObject({ name: z.string(), plan: z.string() });

export function deletionView(
  { config }: Services,
  { state, purgeAfter }: LivingAccount,
  { effects, blockers, hash }: Plan,
): z.input<typeof DeletionView> {
  return {
    state,
    plan: { effects: [...effects], blockers: [...blockers], hash },
    graceDays: config.deletionGraceDays,
    ...(purgeAfter && { purgeAfter: purgeAfter.toISOString() }),
  };
}

export function closedView({ state, purgeAfter }: Closed): z.input<typeof ClosedView> {
  return { state, purgeAfter: purgeAfter.toISOString() };
}
