import * as z from 'zod/mini';
import { noContent } from '../../shared/http/answers.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import * as offers from '../../shared/packages/offers.ts';

/** DELETE /api/packages/{id}/offers/{name} — an owner withdraws an offer, or the account declines it. */
export const removeOffer = defineEndpoint({
  name: 'remove-offer',
  method: 'DELETE',
  route: 'api/packages/{id}/offers/{name}',
  surface: 'api',
  summary: 'Withdraw or decline an offer of ownership',
  caller: 'session',
  rights: ['package:offer:withdraw', 'package:offer:decline'],
  answers: { 204: z.void() },
  problems: ['no-such-account'],
  async handle(services, { caller, params }) {
    await offers.remove(services, caller.account, params.id ?? '', params.name ?? '');
    return noContent();
  },
});
