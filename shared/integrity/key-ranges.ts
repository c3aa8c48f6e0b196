import { day } from '../clock.ts';

/** One key range is checked each night, so everything is checked in about two months. */
export const rangeCount = 64;

export interface KeyRange {
  readonly partitionFrom: string;
  /** Exclusive. */
  readonly partitionBelow: string;
}

/** Keys are of characters from `-` to `z`: name keys, package keys and hashes in base64url alike. */
const [first, last] = ['-'.charCodeAt(0), 'z'.charCodeAt(0)];
const width = last - first + 1;

/** The n-th of 64 parts of all keys, cut by their first two characters. */
export function keyRange(index: number): KeyRange {
  return { partitionFrom: boundary(index), partitionBelow: boundary(index + 1) };
}

/** The part that a night's date chooses. */
export function keyRangeOf(date: Date): KeyRange {
  return keyRange(Math.floor(date.getTime() / day) % rangeCount);
}

export const everyKey: KeyRange = { partitionFrom: boundary(0), partitionBelow: boundary(rangeCount) };

function boundary(index: number): string {
  if (index === rangeCount) return String.fromCharCode(last + 1);
  const place = Math.floor((index * width * width) / rangeCount);
  return String.fromCharCode(first + Math.floor(place / width), first + (place % width));
}
