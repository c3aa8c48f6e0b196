import * as accounts from '../accounts/accounts.ts';
import type { Hint, HintKind } from '../hints/hint.ts';
import * as hints from '../hints/hints.ts';
import { inTurns } from '../in-turns.ts';
import type { NameKey } from '../names/name-key.ts';
import { isExpired as isInvitationExpired } from '../organizations/invitation.ts';
import { asRole } from '../organizations/member.ts';
import { readInvitation, readMember } from '../organizations/standing.ts';
import { isExpired as isOfferExpired } from '../packages/offer.ts';
import { ownerKey, storedOwner } from '../packages/owner.ts';
import type { PackageKey } from '../packages/package-id.ts';
import * as packages from '../packages/packages.ts';
import { readOffer } from '../packages/standing.ts';
import type { Services } from '../services.ts';
import { lastAdmin, lastOwner } from './blocker.ts';
import type { PlanPart, PlanSubject } from './plan-part.ts';

const nothing: PlanPart = { effects: [], blockers: [], facts: [] };

/** Reads what one hint leads to: two requests, in parallel. */
type Reader = (services: Services, account: PlanSubject, hint: Hint) => Promise<PlanPart>;

/**
 * What an account holds and received elsewhere: of each kind one request for a thousand hints, and two each. Dead hints
 * say nothing, and neither does what can no longer be accepted.
 */
export async function planOfHoldings(services: Services, account: PlanSubject): Promise<PlanPart> {
  const readers: readonly (readonly [HintKind, Reader])[] = [
    ['membership', seatPart],
    ['package', ownershipPart],
    ['invited', invitationPart],
    ['offered', offerPart],
  ];
  const parts: PlanPart[] = [];
  for (const [kind, read] of readers) {
    const held = await hints.all(services, account.key, kind);
    parts.push(...(await inTurns(held, (hint) => read(services, account, hint))));
  }
  return {
    effects: parts.flatMap(({ effects }) => effects),
    blockers: parts.flatMap(({ blockers }) => blockers),
    facts: parts.flatMap(({ facts }) => facts),
  };
}

const seatPart: Reader = async (services, { key }, hint) => {
  const about = hint.place.about as NameKey;
  const [root, member] = await Promise.all([accounts.read(services, about), readMember(services, about, key)]);
  const organization = root?.value;
  if (organization?.kind !== 'organization' || !member) return nothing;
  if (organization.state === 'retired' || organization.state === 'purging') return nothing;
  const { name, adminCount, state } = organization;
  const { role, joined, suspended } = member.value;
  const isLast = role === 'admin' && suspended === undefined && adminCount <= 1;
  const then = isLast ? ' Only you could restore it, and you cannot while your account is closed.' : '';
  return {
    effects: [
      {
        kind: 'seat-ends',
        name,
        detail: `You are no longer ${asRole(role)} of “${name}”.${state === 'closed' ? then : ''}`,
      },
    ],
    blockers: isLast && state !== 'closed' ? [lastAdmin(name)] : [],
    facts: [`seat ${about} ${joined} ${role}`],
  };
};

const ownershipPart: Reader = async (services, { key, value: account }, hint) => {
  const about = hint.place.about as PackageKey;
  const [root, row] = await Promise.all([
    packages.read(services, about),
    services.tables.read('packages', ownerKey(about, key)),
  ]);
  if (!root || !row) return nothing;
  const { id, ownerCount } = root.value;
  const { joined, suspended } = storedOwner(row).value;
  return {
    effects: [{ kind: 'ownership-ends', name: id, detail: `“${account.name}” no longer owns “${id}”.` }],
    blockers: suspended === undefined && ownerCount <= 1 ? [lastOwner(account.name, id)] : [],
    facts: [`ownership ${about} ${joined}`],
  };
};

const invitationPart: Reader = async (services, { key }, hint) => {
  const about = hint.place.about as NameKey;
  const [root, invitation] = await Promise.all([accounts.read(services, about), readInvitation(services, about, key)]);
  if (root?.value.kind !== 'organization' || !invitation) return nothing;
  if (root.value.state === 'retired' || root.value.state === 'purging') return nothing;
  if (isInvitationExpired(invitation.value, services.clock.now())) return nothing;
  const { name } = root.value;
  return {
    effects: [{ kind: 'invitation-ends', name, detail: `The invitation to “${name}” can no longer be accepted.` }],
    blockers: [],
    facts: [`invitation ${about} ${invitation.value.operation}`],
  };
};

const offerPart: Reader = async (services, { key }, hint) => {
  const about = hint.place.about as PackageKey;
  const [root, offer] = await Promise.all([packages.read(services, about), readOffer(services, about, key)]);
  if (!root || !offer || isOfferExpired(offer.value, services.clock.now())) return nothing;
  const { id } = root.value;
  return {
    effects: [{ kind: 'offer-ends', name: id, detail: `The offer of “${id}” can no longer be accepted.` }],
    blockers: [],
    facts: [`offer ${about} ${offer.value.operation}`],
  };
};
