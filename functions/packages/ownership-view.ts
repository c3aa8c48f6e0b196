import * as z from 'zod/mini';
import type { Ownership } from '../../shared/packages/ownerships.ts';

/** A package as an owner's list shows it. */
export const OwnershipView = z.strictObject({
  id: z.string(),
  /** When the account became an owner. */
  joinedAt: z.iso.datetime(),
});

export function viewOf({ package: { id }, owner: { joinedAt } }: Ownership) {
  return { id, joinedAt: joinedAt.toISOString() };
}
