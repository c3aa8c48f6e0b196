import * as z from 'zod/mini';
import type { ReceivedOffer } from '../../shared/packages/received-offers.ts';

/** An offer as the account that it was made to sees it. */
export const ReceivedOfferView = z.strictObject({
  package: z.string(),
  offeredBy: z.string(),
  /** The owner that it was made for. */
  through: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});

export function viewOf({ package: { id }, offer: { offeredBy, through, createdAt, expiresAt } }: ReceivedOffer) {
  return {
    package: id,
    offeredBy,
    through,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}
