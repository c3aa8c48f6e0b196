import * as z from 'zod/mini';
import { ok } from '../../shared/http/answers.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import * as offers from '../../shared/packages/offers.ts';

/** POST /api/packages/{id}/offers/{name}/acceptance — the account becomes an owner. */
export const acceptOffer = defineEndpoint({
  name: 'accept-offer',
  method: 'POST',
  route: 'api/packages/{id}/offers/{name}/acceptance',
  surface: 'api',
  summary: 'Accept an offer of ownership',
  caller: 'session',
  rights: ['package:offer:accept'],
  answers: { 200: z.strictObject({ owner: z.string() }) },
  problems: ['no-such-account', 'offer-expired', 'offer-void', 'too-many-owners'],
  async handle(services, { caller, params }) {
    const { id = '', name = '' } = params;
    await offers.accept(services, caller.account, id, name);
    return ok({ owner: name });
  },
});
