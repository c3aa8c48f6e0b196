import type { World } from '../world.ts';
import type { Cast, Operation, Told } from './operation.ts';

/** Answers that leave open whether it was done. */
const open = [429, 503];

/**
 * Compares every answer that somebody was given with what storage says: nobody is told "failed" or "taken" about a
 * change of theirs that was committed, nor "done" about one that was not; and what was told done stays done. I17.
 */
export interface Witness {
  /** Notes an answer at the moment it is given. */
  hears(told: Told): void;
  /** Whether the last answer says that it is done. */
  isSatisfied(): boolean;
  /** Once all is quiet. */
  concludes(): void;
  readonly faults: readonly string[];
}

export function witnessOf({ done, spent = [], isDone }: Operation, { store }: World, cast: Cast): Witness {
  const { faults, heard, hears } = listener();
  return {
    faults,
    hears(told) {
      const { status } = told;
      hears(told);
      if (isFault(status)) return;
      if (done.includes(status)) {
        if (!isDone(store, cast)) faults.push(`I17: was told ${status} before it was done`);
      } else if (!open.includes(status) && !spent.includes(status) && isDone(store, cast)) {
        faults.push(`I17: was told ${status} although it was done`);
      }
    },
    isSatisfied: () => [...done, ...spent].includes(heard.at(-1) ?? 0),
    concludes() {
      if (heard.some((status) => done.includes(status)) && !isDone(store, cast)) {
        faults.push(`I17: what was told done is done no more (${heard.join(', ')})`);
      }
    },
  };
}

/** If the clock was set, every expiry may have moved: what is left to check is that nobody is shown a fault. */
export function witnessOfExpiry(): Witness {
  const { faults, heard, hears } = listener();
  return { faults, hears, isSatisfied: () => (heard.at(-1) ?? 500) < 500, concludes: () => undefined };
}

function listener() {
  const faults: string[] = [];
  const heard: number[] = [];
  const hears = ({ status, text }: Told) => {
    heard.push(status);
    if (isFault(status)) faults.push(`a fault was shown: ${status} ${text.slice(0, 200)}`);
  };
  return { faults, heard, hears };
}

/** 502 and 503 are not: Microsoft or storage did not answer. */
function isFault(status: number): boolean {
  return status >= 500 && status !== 502 && status !== 503;
}
