/** One event is one line, so that whoever reads the output can take it line by line. */
export function printLine(text: string): void {
  console.log(text.replaceAll(/\r?\n/g, '\\n'));
}

/** A fault the host itself saw, in the shape of the service's own log lines. */
export function printFault(event: string, fields: Readonly<Record<string, string>>, cause: unknown): void {
  const error = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  printLine(JSON.stringify({ level: 'error', event, ...fields, error }));
}
