import { minute } from '../clock.ts';

/**
 * Partitions that sort by time: everything in a bucket is overdue once the bucket's end has passed, so all that is
 * overdue is one range of partitions and is removed a hundred rows at a time.
 *
 * Source: DESIGN 4.
 */
export interface ExpiryBuckets {
  /** The partition of what expires at `moment`. */
  of(moment: Date): string;
  /** Partitions below this one hold only what was overdue at `now`. */
  overdueBelow(now: Date): string;
}

export function expiryBuckets(widthMinutes: number): ExpiryBuckets {
  const width = widthMinutes * minute;
  const of = (moment: Date) => {
    const start = new Date(Math.floor(moment.getTime() / width) * width);
    return start.toISOString().slice(0, 16).replace(/[-:T]/g, '');
  };
  return { of, overdueBelow: of };
}

/** Twelve digits: what a bucket's name looks like wherever it comes back from a browser. */
export function isBucket(text: string): boolean {
  return /^\d{12}$/.test(text);
}
