const wording = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const wordingWithTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

/** A day as a person reads it and as a program does. The server does not know the reader's time zone, so it is UTC. */
export function Day({ of }: { readonly of: Date }) {
  return <time dateTime={of.toISOString().slice(0, 10)}>{wording.format(of)}</time>;
}

/** The same with its time. */
export function Moment({ of }: { readonly of: Date }) {
  return <time dateTime={of.toISOString()}>{wordingWithTime.format(of)} UTC</time>;
}
