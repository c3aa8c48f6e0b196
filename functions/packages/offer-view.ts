import * as z from 'zod/mini';
import type { Offer } from '../../shared/packages/offer.ts';

/** An offer as the owners see it. */
export const OfferView = z.strictObject({
  account: z.string(),
  offeredBy: z.string(),
  /** The owner that it was made for. */
  through: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});

export function viewOf({ name, offeredBy, through, createdAt, expiresAt }: Offer) {
  return {
    account: name,
    offeredBy,
    through,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}
