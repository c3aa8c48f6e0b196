import { auditKey } from '../audit/audit-entry.ts';
import { ruleOut } from '../audit/commit.ts';
import { beginningOf, type OperationId } from '../audit/operation.ts';
import { later, minute } from '../clock.ts';
import type { NameKey } from '../names/name-key.ts';
import type { Services } from '../services.ts';
import { type Page, pageOf, type Section, sectionRange } from '../storage/pages.ts';
import { rowsIn } from '../storage/rows-in.ts';
import { outcomeOf, type StoredRow } from '../storage/tables.ts';
import { type Hint, type HintKind, hintKey, storedHint, type Truth } from './hint.ts';

/**
 * An operation announced more recently may be under way in another request; a reader who ruled it out would only force
 * that request to start over.
 */
const underWayMinutes = 15;

/** One page of a holder's hints of one kind. Each must be checked against its truth before it means anything. */
export async function list(
  { tables }: Services,
  holder: NameKey,
  kind: HintKind,
  after: string | undefined,
): Promise<Page<Hint>> {
  const page = await pageOf(tables, 'accounts', sectionOf(holder, kind), after);
  return { ...page, items: page.items.map((row) => hintIn(row, holder, kind)) };
}

/** All of a holder's hints of one kind. One request for a thousand. */
export async function all({ tables }: Services, holder: NameKey, kind: HintKind): Promise<readonly Hint[]> {
  const rows = rowsIn(tables, 'accounts', sectionRange(sectionOf(holder, kind)));
  return await Array.fromAsync(rows, (row) => hintIn(row, holder, kind));
}

function sectionOf(holder: NameKey, kind: HintKind): Section {
  return { partition: holder, prefix: `${kind}:` };
}

export function hintIn(row: StoredRow, holder: NameKey, kind: HintKind): Hint {
  return storedHint({ holder, kind, about: row.row.slice(kind.length + 1) }, row);
}

/**
 * Which of these a holder has a hint about. One query over the keys between the first and the last of them, whatever
 * else the holder has hints about; no query for an empty list.
 */
export async function among<K extends string>(
  { tables }: Services,
  holder: NameKey,
  kind: HintKind,
  about: readonly K[],
): Promise<ReadonlySet<K>> {
  const [first, ...more] = about.toSorted();
  if (first === undefined) return new Set();
  const range = { partition: holder, rowFrom: `${kind}:${first}`, rowBelow: `${kind}:${more.at(-1) ?? first}!` };
  const found = new Set<string>();
  for await (const { row } of rowsIn(tables, 'accounts', range, { select: [] })) found.add(row.slice(kind.length + 1));
  return new Set(about.filter((one) => found.has(one)));
}

/** A hint and where its truth would be, by a reader who did not find it there. */
export interface MissingTruth {
  readonly hint: Hint;
  readonly truth: Truth;
  /** The truth's root is purging or retired: nothing is ever written there again, and nothing needs to be ruled out. */
  readonly isOver: boolean;
}

/** What a hint came to: its truth, one that is missing, or undefined for one that is not shown now. */
export type Look<T> = { readonly found: T } | MissingTruth | undefined;

/**
 * One page of what a holder's hints of one kind lead to: one request for the hints, and those of `look` for each, in
 * parallel. Hints found dead are removed in passing.
 */
export async function listTruths<T>(
  services: Services,
  holder: NameKey,
  kind: HintKind,
  after: string | undefined,
  look: (hint: Hint) => Promise<Look<T>>,
): Promise<Page<T>> {
  const { items, ...page } = await list(services, holder, kind, after);
  const looks = (await Promise.all(items.map(look))).filter((one) => one !== undefined);
  await forgetDead(
    services,
    looks.filter((one) => 'hint' in one),
  );
  return { ...page, items: looks.filter((one) => 'found' in one).map(({ found }) => found) };
}

/**
 * Removes hints that can never say anything again. Their readers do this in passing, so no reader waits for it to
 * succeed: a hint that could not be removed is left to the next one.
 *
 * Source: DESIGN 4.1, rules 3 and 4.
 */
export async function forgetDead(services: Services, missing: readonly MissingTruth[]): Promise<void> {
  await Promise.all(missing.map((one) => outcomeOf(forget(services, one))));
}

async function forget(services: Services, one: MissingTruth): Promise<void> {
  if (await isDead(services, one)) await services.tables.remove('accounts', hintKey(one.hint.place), one.hint.etag);
}

/** Whether the announced operation has ended, or was ruled out here, and left no truth. */
async function isDead(services: Services, { hint, truth, isOver }: MissingTruth): Promise<boolean> {
  if (isOver) return true;
  const { tables } = services;
  const { operation } = hint.value;
  if (!(await tables.read(truth.table, auditKey(truth.partition, operation)))) {
    if (isUnderWay(services, operation)) return false;
    if ((await ruleOut(tables, truth.table, truth.partition, operation)) === 'ruled-out') return true;
  }
  // It has ended: it may have written the truth after the truth was looked for.
  return !(await tables.read(truth.table, truth));
}

function isUnderWay({ clock }: Services, operation: OperationId): boolean {
  return clock.now() < later(beginningOf(operation), underWayMinutes * minute);
}
