import * as accounts from '../accounts/accounts.ts';
import { ruleOut } from '../audit/commit.ts';
import type { HintKind } from '../hints/hint.ts';
import * as hints from '../hints/hints.ts';
import { inTurns } from '../in-turns.ts';
import type { Services } from '../services.ts';
import type { Blocker } from './blocker.ts';
import { type Deletion, operationOf } from './deletion.ts';
import { ownership } from './ownership.ts';
import { invitation, offer } from './received.ts';
import { seat } from './seat.ts';
import { takeStep } from './step.ts';
import type { Kind, Look, Target, Visit } from './target.ts';

/** What gives an account power elsewhere. What it received gives it none, so there is nothing to count again. */
const powers = ['membership', 'package'] as const satisfies readonly HintKind[];
const everything = [...powers, 'invited', 'offered'] as const satisfies readonly HintKind[];

/**
 * Visits all that an account holds or received elsewhere. Only an active account takes new hints, so those that are
 * there while it is on its way out are all. A process that slept may wake after the account was restored and find newer
 * hints. It leaves them alone: restoring could not have ruled out their suspension.
 *
 * @returns what forbids it; only suspending is ever forbidden.
 */
export async function visitAll(services: Services, deletion: Deletion, target: Target): Promise<readonly Blocker[]> {
  const blockers: Blocker[] = [];
  for (const kind of target === 'counted' ? powers : everything) {
    let after: string | undefined;
    do {
      const { items, next } = await hints.list(services, deletion.key, kind, after);
      if (target === 'suspended' && items.length > 0 && !(await isClosing(services, deletion))) return [];
      const found = await inTurns(items, (hint) => visit({ services, deletion, hint, target }));
      blockers.push(...found.filter((one) => one !== undefined));
      after = next;
    } while (after !== undefined);
  }
  return blockers;
}

async function isClosing(services: Services, deletion: Deletion): Promise<boolean> {
  const root = await accounts.read(services, deletion.key);
  return root?.value.state === 'closing' && root.value.deletion === deletion.id;
}

/**
 * Brings the row behind a hint to its target, and makes sure no late writer undoes that: a hint without its row has its
 * operation ruled out; a row that counts has its suspension ruled out. A step that was already taken or ruled out
 * changes nothing.
 *
 * Source: DESIGN 5, "Deletion"; 4.1, rule 4.
 */
async function visit(given: Visit): Promise<Blocker | undefined> {
  switch (given.hint.place.kind) {
    case 'membership':
      return await bring(seat, given);
    case 'package':
      return await bring(ownership, given);
    case 'invited':
      return await bring(invitation, given);
    case 'offered':
      return await bring(offer, given);
  }
}

async function bring<R extends { readonly etag: string }>(kind: Kind<R>, given: Visit): Promise<Blocker | undefined> {
  const { services, deletion, hint, target } = given;
  const place = kind.placeOf(given);
  const operation = operationOf(deletion, `${target}-${hint.place.kind}`);
  for (let isSettled = false; ; isSettled = true) {
    const look = await takeStep<R, Look>(services, place, operation, (root) => kind.look(given, root));
    if (typeof look === 'object') return look.blocked;
    const late = lateOperation(given, look);
    if (late === undefined || isSettled) return undefined;
    if ((await ruleOut(services.tables, place.table, place.partition, late)) === 'ruled-out') return undefined;
    // It had already ended: it may have written the row after the row was looked for.
  }
}

/** What could still come and undo what was found. Nothing in a purge: closing ruled out whatever was announced. */
function lateOperation({ deletion, hint, target }: Visit, look: 'taken' | 'void' | Exclude<Look, object>) {
  if (look !== 'absent' && look !== 'stands') return undefined;
  if (target === 'counted') return operationOf(deletion, `suspended-${hint.place.kind}`);
  return look === 'absent' && target === 'suspended' ? hint.value.operation : undefined;
}
