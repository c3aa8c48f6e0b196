import type { AuditEntry } from '../audit/audit-entry.ts';
import { commit } from '../audit/commit.ts';
import { changedTooOften, decisionTries, type Place } from '../audit/decide.ts';
import type { OperationId } from '../audit/operation.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import type { Action, Row } from '../storage/tables.ts';

/** What a step changes: root, further rows, entry. */
interface StepChange {
  readonly root: Row;
  readonly rows?: readonly Action[];
  readonly entry: AuditEntry;
}

export type StepDecision<O> =
  | StepChange
  /**
   * Nothing to change. What rests on further rows is believed if the root is as it was before they were read: else what was
   * read first and what was read last may never have been true together.
   */
  | { readonly outcome: O; readonly restsOnRows?: boolean };

/**
 * Takes a step of a deletion under its own operation. Unlike a request's decision it is never given another operation:
 * one that was ruled out is `void`, and must not be taken again.
 *
 * @param decide looks at the root, then at what rows it needs: a change, or the outcome when there is nothing to change.
 */
export async function takeStep<R extends { readonly etag: string }, O>(
  { tables }: Services,
  place: Omit<Place<R>, 'refusesByRows'>,
  operation: OperationId,
  decide: (root: R | undefined) => Promise<StepDecision<O>> | StepDecision<O>,
): Promise<'taken' | 'void' | O> {
  for (let tries = 0; tries < decisionTries; tries += 1) {
    const root = await place.readRoot();
    let decision: StepDecision<O>;
    try {
      decision = await decide(root);
    } catch (error) {
      if (!(error instanceof Problem) || (await place.readRoot())?.etag === root?.etag) throw error;
      continue;
    }
    if ('outcome' in decision) {
      if (!decision.restsOnRows || (await place.readRoot())?.etag === root?.etag) return decision.outcome;
      continue;
    }
    if (!root) throw new Error('A step of a deletion changes a partition without a root');
    const outcome = await commit(tables, {
      table: place.table,
      partition: place.partition,
      operation,
      root: { kind: 'replace', row: decision.root, etag: root.etag },
      rows: decision.rows ?? [],
      entry: decision.entry,
    });
    if (outcome !== 'refused') return outcome === 'committed' ? 'taken' : 'void';
  }
  throw changedTooOften();
}
