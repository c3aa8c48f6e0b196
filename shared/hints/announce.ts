import { type LivingAccount, rootRow, type Stored } from '../accounts/account.ts';
import * as accounts from '../accounts/accounts.ts';
import { auditKey } from '../audit/audit-entry.ts';
import { ruleOut } from '../audit/commit.ts';
import { changedTooOften, decisionTries } from '../audit/decide.ts';
import type { OperationId } from '../audit/operation.ts';
import type { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import { type Action, outcomeOf, type StoredRow, Unanswered } from '../storage/tables.ts';
import {
  type Announcement,
  announcesTheSame,
  type Hint,
  type HintPlace,
  hintKey,
  hintRow,
  storedHint,
  type Truth,
} from './hint.ts';

/** What is to be announced, and where. */
export interface Wanted {
  readonly place: HintPlace;
  readonly announcement: Announcement;
  readonly truth: Truth;
  /** The holder's root as it was read. */
  readonly root: Stored;
  /** The holder's root as written with the hint. Throws a `Problem` where the holder cannot take one (any longer). */
  admit(root: Stored | undefined): LivingAccount;
  /** Why no further hint may be written now; one that was already announced may continue all the same. */
  limit?(root: Stored | undefined): Problem | undefined;
  /** Whether the truth that stands is the one the announced change replaces. Absent: none is. */
  replaces?(truth: StoredRow): boolean;
}

/**
 * Announces `operation` to its holder, in a transaction that swaps the ETag of the holder's root: so the holder is
 * active in the moment the hint appears.
 *
 * A hint that stands is neither left as it is nor overwritten blindly. One of the same change by the same actor whose
 * operation has not ended is continued. Every other is resolved first (its operation committed, or never will) and
 * then replaced under its ETag, so that a reader removing it as dead at the same moment loses.
 *
 * Source: DESIGN 4.1, rules 3 and 4.
 * @returns the operation to write the truth under; `stands` when the truth is there already: decide again.
 * @throws Unanswered when nothing can be known; a repeated request then continues.
 */
export async function announce(
  services: Services,
  wanted: Wanted,
  operation: OperationId,
): Promise<OperationId | 'stands'> {
  let root: Stored | undefined = wanted.root;
  let resolved: Hint | undefined;
  for (let tries = 0; tries < decisionTries; tries += 1) {
    const account = wanted.admit(root);
    const full = wanted.limit?.(root);
    if (full) return await goOnOrRefuse(services, wanted, full);
    if (!root) throw new Error('A holder without a root was admitted');
    const outcome = await outcomeOf(
      services.tables.transact('accounts', [
        { kind: 'replace', row: rootRow(account), etag: root.etag },
        hintAction(wanted, operation, resolved),
      ]),
    );
    if (outcome === 'done') return operation;

    // A hint has no audit entry: the operation it names is the proof that it is ours.
    const standing = await read(services, wanted.place);
    if (standing?.value.operation === operation) return operation;
    if (outcome instanceof Unanswered) throw outcome;
    if (standing && standing.etag !== resolved?.etag) {
      const settled = await settle(services, wanted, standing);
      if (settled !== 'replace') return settled;
    }
    resolved = standing;
    if (outcome.index === 0) root = await accounts.read(services, wanted.place.holder);
  }
  throw changedTooOften();
}

function hintAction({ place, announcement }: Wanted, operation: OperationId, over: Hint | undefined): Action {
  const row = hintRow(place, { ...announcement, operation });
  return over ? { kind: 'replace', row, etag: over.etag } : { kind: 'insert', row };
}

/**
 * Makes sure that a change which is announced to its holder, and is not there, never comes. One request where nothing is
 * announced, else up to three.
 *
 * @returns false when it came meanwhile: decide again.
 */
export async function callOff(services: Services, place: HintPlace, truth: Truth): Promise<boolean> {
  const standing = await read(services, place);
  if (!standing) return true;
  const { tables } = services;
  const outcome = await ruleOut(tables, truth.table, truth.partition, standing.value.operation);
  return outcome === 'ruled-out' || (await tables.read(truth.table, truth)) === undefined;
}

async function read({ tables }: Services, place: HintPlace): Promise<Hint | undefined> {
  const row = await tables.read('accounts', hintKey(place));
  return row && storedHint(place, row);
}

/** Whoever announced this before the limit was reached continues; nobody is refused for what was already counted. */
async function goOnOrRefuse(services: Services, wanted: Wanted, full: Problem): Promise<OperationId | 'stands'> {
  const standing = await read(services, wanted.place);
  if (!standing || !announcesTheSame(standing.value, wanted.announcement)) throw full;
  const settled = await settle(services, wanted, standing);
  if (settled === 'replace') throw full;
  return settled;
}

/** What a hint in the way comes to: an operation to continue, a truth that stands, or one that may be replaced. */
async function settle(
  { tables }: Services,
  { announcement, truth, replaces }: Wanted,
  { value }: Hint,
): Promise<OperationId | 'stands' | 'replace'> {
  if (announcesTheSame(value, announcement)) {
    if (!(await tables.read(truth.table, auditKey(truth.partition, value.operation)))) return value.operation;
  } else if ((await ruleOut(tables, truth.table, truth.partition, value.operation)) === 'ruled-out') {
    return 'replace';
  }
  // It committed, or is void: only now does the truth say whether something stands.
  const row = await tables.read(truth.table, truth);
  return row && !replaces?.(row) ? 'stands' : 'replace';
}
