import * as z from 'zod/mini';
import type { EndpointRequest } from '../../../shared/http/endpoint.ts';
import * as offers from '../../../shared/packages/offers.ts';
import type { ReceivedOffer } from '../../../shared/packages/received-offers.ts';
import type { ProblemCode } from '../../../shared/problems.ts';
import type { Page } from '../../../shared/storage/pages.ts';
import { Cards } from './cards.tsx';
import { Form, type FormState, Refusal } from './form.tsx';
import { Moment } from './moment.tsx';
import { orGone } from './or-gone.ts';
import { defineAct } from './page.tsx';

const Answered = z.strictObject({ package: z.string() });

export const offerAnswerProblems = [
  'not-found',
  'not-allowed',
  'no-such-account',
  'offer-expired',
  'offer-void',
  'too-many-owners',
] as const satisfies readonly ProblemCode[];

type Request = EndpointRequest<'session'>;

/** Accepting and declining for the account whose page it is. */
export function offerAnswers(accountOf: (request: Request) => string, pathOf: (request: Request) => string) {
  return {
    accept: defineAct('session', {
      rights: ['package:offer:accept'],
      fields: Answered,
      async run(services, request, { package: id }) {
        const { account } = request.caller;
        const name = accountOf(request);
        await orGone('offer', () => offers.accept(services, account, id, name));
        const isOwn = name === account.value.name;
        return { to: pathOf(request), notice: isOwn ? 'offer-accepted' : 'offer-accepted-for-organization' };
      },
    }),
    decline: defineAct('session', {
      rights: ['package:offer:decline'],
      fields: Answered,
      async run(services, request, { package: id }) {
        const decline = () => offers.remove(services, request.caller.account, id, accountOf(request));
        const outcome = await orGone('offer', decline);
        return { to: pathOf(request), notice: outcome === 'gone' ? 'offer-gone' : 'offer-declined' };
      },
    }),
  };
}

/** The offers that the account could accept now; nothing if there are none and nothing was refused. */
export function ReceivedOffers({ page, form }: { readonly page: Page<ReceivedOffer>; readonly form: FormState }) {
  if (page.items.length === 0 && !form.problem) return null;
  return (
    <>
      <h2>Offered</h2>
      <Refusal form={form} />
      <Cards>
        {page.items.map(({ package: { id }, offer }) => (
          <li key={id}>
            <a href={`/packages/${id}`}>{id}</a>
            <span class="small">
              {offer.offeredBy} offers ownership
              {offer.through !== offer.offeredBy && ` for ${offer.through}`}, until <Moment of={offer.expiresAt} />
            </span>
            <div class="buttons">
              <Form act="accept" about={{ package: id }} form={{}}>
                <button type="submit">
                  Accept<span class="unseen"> the offer of {id}</span>
                </button>
              </Form>
              <Form act="decline" about={{ package: id }} form={{}}>
                <button type="submit" class="quiet">
                  Decline<span class="unseen"> the offer of {id}</span>
                </button>
              </Form>
            </div>
          </li>
        ))}
      </Cards>
    </>
  );
}
