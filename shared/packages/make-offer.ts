import type { LivingAccount, Stored, User } from '../accounts/account.ts';
import { exactly } from '../accounts/account-named.ts';
import * as accounts from '../accounts/accounts.ts';
import { activeAccount } from '../accounts/active-account.ts';
import { auditKey, isVoid as isVoidRow, storedEntry } from '../audit/audit-entry.ts';
import type { OperationId } from '../audit/operation.ts';
import { day, later, minute } from '../clock.ts';
import { announce } from '../hints/announce.ts';
import type { AccountName } from '../names/account-name.ts';
import { nameKey } from '../names/name-key.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import type { Action, StoredRow } from '../storage/tables.ts';
import { mayActFor, type Way } from './acting.ts';
import { announceOwnership } from './announce-ownership.ts';
import { change, type Decision } from './change.ts';
import { type Offer, offerKey, offerRow, type StoredOffer, storedOffer } from './offer.ts';
import { checkRoomForOwner, hasEnded, makeRoom } from './offer-limits.ts';
import { ownerKey, ownerRow, type StoredOwner } from './owner.ts';
import type { Package } from './package.ts';
import type { PackageKey } from './package-id.ts';
import { actingOf, admit, readOffer, readOwners, through } from './standing.ts';

/** For how long adding at once is answered as it was the first time. */
const repeatMinutes = 10;

export type Offered =
  /** `pending` until it is answered; the same again by the same person is the same offer. */
  | { readonly outcome: 'pending'; readonly offer: Offer }
  /** Nobody else needs to be asked: the caller may act for that account too. */
  | { readonly outcome: 'added' };

/** What an offer is decided on. */
interface Situation {
  readonly services: Services;
  readonly caller: Stored<User>;
  readonly current: Package;
  readonly key: PackageKey;
  readonly owners: readonly StoredOwner[];
  readonly way: Way;
  readonly holder: Stored<LivingAccount>;
  /** An offer to the same account in the way. */
  readonly standing: StoredOffer | undefined;
  readonly fresh: OperationId;
}

/**
 * Offers ownership to an account, which must consent. Its partition is told first, under a root that is active at that
 * moment; then the offer is written under the package's root. An expired or void one in the way is replaced.
 * Where the caller may act for that account too, it has consented: it is an owner at once.
 *
 * Source: DESIGN 5, "Packages".
 * @throws Problem `not-found`, `not-allowed`, `no-such-account`, `already-owner`, `already-offered`, `too-many-offers`,
 *   `too-many-owners`
 */
export async function makeOffer(
  services: Services,
  caller: Stored<User>,
  id: string,
  account: AccountName,
): Promise<Offered> {
  const target = nameKey(account);
  return await change<Offered>(services, id, async (current, key, fresh) => {
    const [owners, root, standing] = await Promise.all([
      readOwners(services, key),
      accounts.read(services, target),
      readOffer(services, key, target),
    ]);
    const acting = await actingOf(services, caller, owners);
    admit('package:offer:make', current, acting.standing);
    if (acting.standing !== 'owner') throw new Error('Somebody who acts for no owner was admitted');
    const holder = activeAccount(exactly(root, account));
    const isOwn = await mayActFor(services, caller, holder);
    const present = owners.find((owner) => owner.key === target);
    if (present) {
      if (isOwn && (await wasJustAddedBy(services, caller, key, present)))
        return { result: { outcome: 'added' }, confirms: true };
      throw new Problem('already-owner', `“${account}” is an owner of “${current.id}” already.`);
    }
    checkRoomForOwner(current, owners);
    const situation = { services, caller, current, key, owners, way: acting.way, holder, standing, fresh };
    return isOwn ? await add(situation) : await offer(situation);
  });
}

async function add(situation: Situation): Promise<Decision<Offered>> {
  const { services, caller, current, key, way, holder, standing, fresh } = situation;
  const announcement = { change: 'add', actor: caller.value.name, arguments: {} };
  const operation = await announceOwnership(services, holder, key, announcement, fresh);
  if (operation === 'stands') return 'again';
  const now = services.clock.now();
  const { name } = holder.value;
  return {
    operation,
    package: {
      ...current,
      ownerCount: current.ownerCount + 1,
      offerCount: current.offerCount - (standing ? 1 : 0),
    },
    rows: [
      { kind: 'insert', row: ownerRow(ownerKey(key, holder.key), { name, joinedAt: now, joined: operation }) },
      ...(standing ? [{ kind: 'remove', key: offerKey(key, holder.key) } as const] : []),
    ],
    entry: {
      event: 'package:owner:add',
      actor: caller.value.name,
      whom: name,
      through: through({ standing: 'owner', way }),
      at: now,
    },
    result: { outcome: 'added' },
  };
}

async function offer(situation: Situation): Promise<Decision<Offered>> {
  const { services, caller, current, key, owners, way, holder, standing, fresh } = situation;
  const { name } = holder.value;
  if (standing && !(await hasEnded(services, standing.value, owners))) {
    const { offeredBy } = standing.value;
    if (offeredBy === caller.value.name)
      return { result: { outcome: 'pending', offer: standing.value }, confirms: true };
    throw new Problem(
      'already-offered',
      `“${offeredBy}” has offered “${current.id}” to “${name}”, who has not answered yet. To make another offer, withdraw that one first.`,
    );
  }
  const cleared = await makeRoom(services, current, key, owners, standing);
  const operation = await announceOffer(situation, fresh);
  if (operation === 'stands') return 'again';
  const now = services.clock.now();
  const made: Offer = {
    name,
    offeredBy: caller.value.name,
    through: way.owner.value.name,
    joined: way.owner.value.joined,
    granted: way.granted,
    operation,
    createdAt: now,
    expiresAt: later(now, services.config.invitationLifetimeDays * day),
  };
  const row = offerRow(offerKey(key, holder.key), made);
  return {
    operation,
    package: { ...current, offerCount: current.offerCount - cleared.length + (standing ? 0 : 1) },
    rows: [
      standing ? { kind: 'replace', row, etag: standing.etag } : { kind: 'insert', row },
      ...cleared.map((gone): Action => ({ kind: 'remove', key: offerKey(key, nameKey(gone.name)) })),
    ],
    entry: {
      event: 'package:offer:make',
      actor: caller.value.name,
      whom: name,
      through: through({ standing: 'owner', way }),
      at: now,
    },
    result: { outcome: 'pending', offer: made },
  };
}

async function announceOffer(
  { services, caller, key, holder, standing }: Situation,
  operation: OperationId,
): Promise<OperationId | 'stands'> {
  return await announce(
    services,
    {
      place: { holder: holder.key, kind: 'offered', about: key },
      announcement: { change: 'offer', actor: caller.value.name, arguments: {} },
      truth: { table: 'packages', ...offerKey(key, holder.key) },
      root: holder,
      admit: (root) => activeAccount(root).value,
      replaces: (row: StoredRow) => storedOffer(row).value.operation === standing?.value.operation,
    },
    operation,
  );
}

/** Asked again because the answer was lost: the entry of the ownership's start says who added it. */
async function wasJustAddedBy(
  { tables, clock }: Services,
  caller: Stored<User>,
  key: PackageKey,
  { value: { joined, joinedAt } }: StoredOwner,
): Promise<boolean> {
  if (clock.now() >= later(joinedAt, repeatMinutes * minute)) return false;
  const row = await tables.read('packages', auditKey(key, joined));
  const entry = row && !isVoidRow(row) ? storedEntry(row) : undefined;
  return entry?.event === 'package:owner:add' && entry.actor === caller.value.name;
}
