import type { ClockMark } from '../clock.ts';
import type { Snapshot } from '../table-simulator/table-store.ts';
import { createWorld, type World } from '../world.ts';
import { type Cast, copyOf, type Operation } from './operation.ts';
import { watchRoots } from './root-monitor.ts';

/** The world in which an operation begins, to be returned to before each trial. */
export interface Stage {
  readonly operation: Operation;
  /** A process that nothing is wrong with. */
  readonly base: World;
  /** Everything as it was, with browsers of its own for this trial. */
  reset(): Cast;
  /** Changes without an entry since the last reset, and the like. */
  brokenChanges(): readonly string[];
}

export async function stageOf(operation: Operation): Promise<Stage> {
  const base = await createWorld();
  const cast = await operation.prepare(base);
  const snapshot: Snapshot = base.store.snapshot();
  const mark: ClockMark = base.clock.mark();
  const broken = watchRoots(base.store);
  let seen = 0;
  return {
    operation,
    base,
    reset() {
      base.store.restore(snapshot);
      base.clock.rewind(mark);
      base.log.length = 0;
      base.store.requests.length = 0;
      seen = broken.length;
      return copyOf(cast, base);
    },
    brokenChanges: () => broken.slice(seen),
  };
}
