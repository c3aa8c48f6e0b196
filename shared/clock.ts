/** Time as the service sees it. Expiry follows `now`; deadlines follow `monotonic`, which no clock correction moves. */
export interface Clock {
  now(): Date;
  /** Milliseconds since some fixed moment of this process. */
  monotonic(): number;
}

export const systemClock: Clock = {
  now: () => new Date(),
  monotonic: () => performance.now(),
};

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

export function later(moment: Date, milliseconds: number): Date {
  return new Date(moment.getTime() + milliseconds);
}

/** `2026-11-24`, by UTC. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}
