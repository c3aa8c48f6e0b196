import { dayOf } from '../../../shared/clock.ts';

const day = { dateStyle: 'long', timeZone: 'UTC' } as const;
const dayAndTime = { ...day, timeStyle: 'short' } as const;

/** Made when a page first shows a date: the first one costs a starting instance some ten milliseconds. */
const wordings = new Map<object, Intl.DateTimeFormat>();

function worded(moment: Date, style: Intl.DateTimeFormatOptions): string {
  const wording = wordings.get(style) ?? new Intl.DateTimeFormat('en-GB', style);
  wordings.set(style, wording);
  return wording.format(moment);
}

/** A day as a person reads it and as a program does. The server does not know the reader's time zone, so it is UTC. */
export function Day({ of }: { readonly of: Date }) {
  return <time dateTime={dayOf(of)}>{worded(of, day)}</time>;
}

/** The same with its time. */
export function Moment({ of }: { readonly of: Date }) {
  return <time dateTime={of.toISOString()}>{worded(of, dayAndTime)} UTC</time>;
}
