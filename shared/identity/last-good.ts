import { type Clock, hour } from '../clock.ts';

/** A copy older than this is never used. */
const longestHours = 24;

export interface LastGood<T> {
  /** The value, fetched anew when it is older than `freshFor`; the last good one while that fails, up to 24 hours. */
  get(fetchAnew: FetchAnew<T>): Promise<T>;
  /** Fetches anew whatever the age, keeping the last good one when that fails. */
  refresh(fetchAnew: FetchAnew<T>): Promise<T>;
}

/** `hasCopy`: whether the last copy would make up for a failure. */
type FetchAnew<T> = (hasCopy: boolean) => Promise<T>;

/**
 * Keeps what the provider publishes. Each caller fetches under its own budget, so one that gives up fails nobody else;
 * at worst several fetch the same thing at the same time, and the one that began last is kept.
 */
export function lastGood<T>(clock: Clock, freshForMilliseconds: number): LastGood<T> {
  let kept: { readonly value: T; readonly at: Moment } | undefined;
  const isYounger = (than: number) => kept !== undefined && age(kept.at, clock) < than;
  const isUsable = () => isYounger(longestHours * hour);
  const refresh = async (fetchAnew: FetchAnew<T>) => {
    const at = { wall: clock.now().getTime(), monotonic: clock.monotonic() };
    try {
      const value = await fetchAnew(isUsable());
      if (kept === undefined || at.monotonic >= kept.at.monotonic) kept = { value, at };
      return value;
    } catch (cause) {
      if (kept !== undefined && isUsable()) return kept.value;
      throw cause;
    }
  };
  return {
    refresh,
    get: async (fetchAnew) =>
      kept !== undefined && isYounger(freshForMilliseconds) ? kept.value : await refresh(fetchAnew),
  };
}

interface Moment {
  readonly wall: number;
  readonly monotonic: number;
}

/** By the clock that has gone further: one may be set back, and the other may stand still while the machine sleeps. */
function age({ wall, monotonic }: Moment, clock: Clock): number {
  return Math.max(clock.now().getTime() - wall, clock.monotonic() - monotonic);
}
