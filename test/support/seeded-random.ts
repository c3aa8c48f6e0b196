/** Randomness that is the same for the same seed. */
export interface SeededRandom {
  /** From 0 up to, not including, `limit`. */
  below(limit: number): number;
  of<T>(choices: readonly [T, ...T[]]): T;
  chance(share: number): boolean;
}

/** Mulberry32: small, and even enough to choose what a test does. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return { below, of: (choices) => choices[below(choices.length)] as never, chance: (share) => next() < share };
}
