import { day } from '../clock.ts';

/** A part of all keys is checked each night, so everything is checked in about two months. */
export const nightCount = 64;

export interface KeyRange {
  readonly partitionFrom: string;
  /** Exclusive. */
  readonly partitionBelow: string;
}

/** Name keys, package keys and hashes in base64url begin with two of these, in the order in which keys are sorted. */
const characters = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
const width = characters.length;

/** Before and behind every key: keys are ASCII. */
const [lowest, highest] = [' ', '\u007f'];

export const everyKey: readonly KeyRange[] = [{ partitionFrom: lowest, partitionBelow: highest }];

/** Odd, so that the steps of a night meet every second character once; of these the one that dealt real names most evenly. */
const step = 25;

/**
 * The n-th of 64 parts of all keys. Keys are cut by their first two characters and dealt out: each night has every first
 * character once, with a second one of its own. Contiguous parts would be empty or full, for names begin with few of them.
 */
export function rangesOf(night: number): readonly KeyRange[] {
  return Array.from({ length: width }, (_, first) => {
    const second = (night + first * step) % width;
    return { partitionFrom: boundary(first * width + second), partitionBelow: boundary(first * width + second + 1) };
  });
}

/** The part that a night's date chooses. */
export function rangesOfDate(date: Date): readonly KeyRange[] {
  return rangesOf(Math.floor(date.getTime() / day) % nightCount);
}

/** Where the `place`-th pair of characters begins; what lies before the first pair or behind the last belongs to it. */
function boundary(place: number): string {
  if (place === 0) return lowest;
  if (place === width * width) return highest;
  return `${characters.charAt(Math.floor(place / width))}${characters.charAt(place % width)}`;
}
