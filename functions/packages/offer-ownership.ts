import * as z from 'zod/mini';
import { created, ok } from '../../shared/http/answers.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import { AccountNameText } from '../../shared/names/account-name.ts';
import { makeOffer } from '../../shared/packages/make-offer.ts';
import { OfferView, viewOf } from './offer-view.ts';

/** POST /api/packages/{id}/offers — offers ownership to an account, or gives it if the caller may act for that one. */
export const offerOwnership = defineEndpoint({
  name: 'offer-ownership',
  method: 'POST',
  route: 'api/packages/{id}/offers',
  surface: 'api',
  summary: 'Offer ownership of a package to an account',
  caller: 'session',
  rights: ['package:offer:make'],
  body: z.strictObject({ account: AccountNameText }),
  answers: { 200: z.strictObject({ added: z.literal(true) }), 201: OfferView },
  problems: [
    'invalid-name',
    'no-such-account',
    'already-owner',
    'already-offered',
    'too-many-offers',
    'too-many-owners',
  ],
  async handle(services, { caller, params, body }) {
    const { id = '' } = params;
    const made = await makeOffer(services, caller.account, id, body.account);
    if (made.outcome === 'added') return ok({ added: true as const });
    return created(`/api/packages/${id}/offers/${made.offer.name}`, viewOf(made.offer));
  },
});
