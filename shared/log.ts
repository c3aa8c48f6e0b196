/** One structured line per event. Fields never hold a secret, a token, a label or a cookie. */
export type LogLevel = 'info' | 'warn' | 'error';
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Every event there is. What alerts and the workbook in infra/ count are these lines: a name here is a contract. */
export const logEvents = [
  'request', // answered, with what it took; its `problem` says what was refused
  'fault', // nobody expected it, or storage did not answer (`code` busy)
  'wrong-answer', // an answer that does not fit its schema
  'settings', // the process refuses to start with these
  'sign-in', // completed
  'sign-in-refused', // and by which rule
  'registry-token-refused', // and by which rule
  'claim', // of a username, `created` or `repeated`
  'tick', // of a timer, with its counts
  'tick-failed',
  'deletion', // reached another `state`; `active` means restored
  'deletion-stopped', // of one account, for this tick; `tick` counts them
  'integrity-finding', // an invariant that does not hold
  'not-ready',
] as const;
export type LogEvent = (typeof logEvents)[number];

export type Log = (level: LogLevel, event: LogEvent, fields?: LogFields, cause?: unknown) => void;

/** JSON lines on the console, which the Functions host and Application Insights read. */
export function consoleLog(now: () => Date): Log {
  return (level, event, fields = {}, cause) => {
    const line = JSON.stringify({
      at: now().toISOString(),
      level,
      event,
      ...fields,
      ...(cause !== undefined && { cause: describeCause(cause) }),
    });
    // biome-ignore lint/suspicious/noConsole: this is where log lines leave the process.
    console[level](line);
  };
}

/**
 * Name, message and stack of an error and of what caused it. Not its other members: those of the SDK's errors hold
 * whole requests, headers and all.
 */
function describeCause(cause: unknown, depth = 0): unknown {
  if (!(cause instanceof Error)) return String(cause);
  return {
    name: cause.name,
    message: cause.message,
    stack: cause.stack
      ?.split('\n')
      .slice(1, 6)
      .map((line) => line.trim()),
    ...(cause.cause !== undefined && depth < 4 && { cause: describeCause(cause.cause, depth + 1) }),
  };
}
