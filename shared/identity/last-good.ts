import { type Clock, hour } from '../clock.ts';

/** Beyond this nothing is believed that was not fetched anew. */
const longestHours = 24;

export interface LastGood<T> {
  /** The value, fetched anew when it is older than `freshFor`; the last good one while that fails, up to 24 hours. */
  get(fetchAnew: () => Promise<T>): Promise<T>;
  /** Fetches anew whatever the age, keeping the last good one when that fails. */
  refresh(fetchAnew: () => Promise<T>): Promise<T>;
}

/**
 * Keeps what the provider publishes. Each caller fetches under its own budget, so one that gives up fails nobody else;
 * at worst several fetch the same thing at the same time.
 */
export function lastGood<T>(clock: Clock, freshForMilliseconds: number): LastGood<T> {
  let kept: { readonly value: T; readonly at: number } | undefined;
  const age = () => (kept ? clock.now().getTime() - kept.at : Number.POSITIVE_INFINITY);
  const refresh = async (fetchAnew: () => Promise<T>) => {
    try {
      const value = await fetchAnew();
      kept = { value, at: clock.now().getTime() };
      return value;
    } catch (cause) {
      if (kept && age() < longestHours * hour) return kept.value;
      throw cause;
    }
  };
  return {
    refresh,
    // A clock that went backwards makes a copy look younger than nothing: that is fetched anew, too.
    get: async (fetchAnew) =>
      kept && age() >= 0 && age() < freshForMilliseconds ? kept.value : await refresh(fetchAnew),
  };
}
