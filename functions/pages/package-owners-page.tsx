import * as z from 'zod/mini';
import { AccountNameText, longestName } from '../../shared/names/account-name.ts';
import { makeOffer } from '../../shared/packages/make-offer.ts';
import type { Offer } from '../../shared/packages/offer.ts';
import { voidAmong } from '../../shared/packages/offer-limits.ts';
import * as offers from '../../shared/packages/offers.ts';
import type { StoredOwner } from '../../shared/packages/owner.ts';
import * as owners from '../../shared/packages/owners.ts';
import { Cards } from './parts/cards.tsx';
import { Form, type FormState, RowlessRefusal, TextField } from './parts/form.tsx';
import { Day } from './parts/moment.tsx';
import { cursorIn, More } from './parts/more.tsx';
import { PackageHeader } from './parts/package-links.tsx';
import { defineAct, definePage } from './parts/page.tsx';
import { Validity } from './parts/validity.tsx';

/** GET, POST /packages/{id}/owners — for owners: who owns it, to whom it was offered, and changing both. */
export const packageOwnersPage = definePage({
  name: 'package-owners',
  route: 'packages/{id}/owners',
  caller: 'session',
  rights: ['package:offers:see'],
  problems: [
    'invalid-request',
    'invalid-name',
    'no-such-account',
    'already-owner',
    'already-offered',
    'too-many-offers',
    'too-many-owners',
    'last-owner',
  ],
  acts: {
    offer: defineAct('session', {
      rights: ['package:offer:make'],
      refusals: { 'no-such-account': 'account', 'already-owner': 'account', 'already-offered': 'account' },
      fields: z.strictObject({ account: AccountNameText }),
      async run(services, { caller, params }, { account }) {
        const { id = '' } = params;
        const { outcome } = await makeOffer(services, caller.account, id, account);
        return { to: `/packages/${id}/owners`, notice: outcome === 'added' ? 'owner-added' : 'offer-made' };
      },
    }),
    withdraw: defineAct('session', {
      rights: ['package:offer:withdraw', 'package:offer:decline'],
      fields: z.strictObject({ offered: z.string() }),
      async run(services, { caller, params }, { offered }) {
        const { id = '' } = params;
        const outcome = await offers.remove(services, caller.account, id, offered);
        return { to: `/packages/${id}/owners`, notice: outcome === 'gone' ? 'offer-gone' : 'offer-withdrawn' };
      },
    }),
    remove: defineAct('session', {
      rights: ['package:owner:remove', 'package:owner:leave'],
      fields: z.strictObject({ owner: z.string() }),
      async run(services, { caller, params }, { owner }) {
        const { id = '' } = params;
        await owners.remove(services, caller.account, id, owner);
        // Whoever gave it up may see no more than anybody.
        const isOwn = owner === caller.account.value.name;
        return { to: `/packages/${id}`, notice: isOwn ? 'ownership-given-up' : 'owner-removed' };
      },
    }),
  },
  async load(services, request) {
    const { id = '' } = request.params;
    const seen = await offers.list(services, request.caller.account, id, cursorIn(request));
    const voided = await voidAmong(services, seen.page.items, seen.owners);
    return { show: { ...seen, voided, now: services.clock.now(), viewer: request.caller.account.value.name } };
  },
  title: ({ package: { id } }) => `Owners of ${id}`,
  view: (seen, form) => (
    <>
      <PackageHeader of={seen} here="/owners" />
      <h2>Owners</h2>
      <RowlessRefusal form={form} about="owner" rows={seen.owners.map(({ value }) => value)} />
      <Owners of={seen.owners} viewer={seen.viewer} form={form} />
      <h2>Offer ownership</h2>
      <Form act="offer" form={form}>
        <TextField
          name="account"
          label="User or organization"
          autocomplete="off"
          maxLength={longestName}
          form={form}
          hint="Exactly as written, including capital letters. They become an owner when they accept."
        />
        <button type="submit">Offer</button>
      </Form>
      <h2>Waiting for an answer</h2>
      <RowlessRefusal form={form} about="offered" rows={seen.page.items} />
      {seen.page.items.length === 0 && <p>No offer is waiting for an answer.</p>}
      <Cards>
        {seen.page.items.map((offer) => (
          <Waiting key={offer.name} offer={offer} isVoid={seen.voided.includes(offer)} now={seen.now} form={form} />
        ))}
      </Cards>
      <More page={seen.page} />
    </>
  ),
});

interface OwnersProps {
  readonly of: readonly StoredOwner[];
  readonly viewer: string;
  readonly form: FormState;
}

/** Removing lies behind a disclosure: it should not happen by a slip. */
function Owners({ of, viewer, form }: OwnersProps) {
  return (
    <ul class="cards">
      {of.map(({ value: { name, joinedAt, suspended } }) => (
        <li key={name}>
          <a href={`/profiles/${name}`}>{name}</a>
          <span class="small">
            since <Day of={joinedAt} />
            {suspended !== undefined && ', account closed for now'}
          </span>
          <details open={form.problem !== undefined && form.typed?.owner === name}>
            <summary>
              Change<span class="unseen"> {name}</span>
            </summary>
            <Form act="remove" about={{ owner: name }} form={form}>
              <button type="submit" class="danger">
                {name === viewer ? 'Give up ownership' : `Remove ${name}`}
              </button>
            </Form>
          </details>
        </li>
      ))}
    </ul>
  );
}

interface OfferProps {
  readonly offer: Offer;
  readonly isVoid: boolean;
  readonly now: Date;
  readonly form: FormState;
}

function Waiting({ offer, isVoid, now, form }: OfferProps) {
  const { name, offeredBy, through, expiresAt } = offer;
  return (
    <li>
      <a href={`/profiles/${name}`}>{name}</a>
      <span class="small">
        offered by {offeredBy}
        {through !== offeredBy && ` for ${through}`},{' '}
        <Validity expiresAt={expiresAt} now={now} lost={isVoid ? lostGround(offer) : undefined} />
      </span>
      <Form act="withdraw" about={{ offered: name }} form={form}>
        <button type="submit" class="quiet">
          Withdraw<span class="unseen"> the offer to {name}</span>
        </button>
      </Form>
    </li>
  );
}

function lostGround({ offeredBy, through }: Offer): string {
  return through === offeredBy
    ? `${offeredBy} is no longer the owner who made it`
    : `${offeredBy} or ${through} lost the right to make it`;
}
