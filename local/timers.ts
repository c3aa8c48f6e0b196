/** Timer functions: on their NCRONTAB schedule in UTC, and on demand. */
import { Cron } from 'croner';
import type { FunctionApp, RegisteredFunction } from './functions-core.ts';
import { invoke } from './invoke.ts';
import { printFault } from './log-lines.ts';

export interface Timers {
  has(name: string): boolean;
  /** Runs the timer in the background. If it is already running, once more after that: later requests are honoured. */
  run(name: string): void;
  start(): void;
  /** No further run starts; resolves when those under way have ended. */
  stop(): Promise<void>;
}

const never = '0001-01-01T00:00:00';

interface Timer {
  readonly registered: RegisteredFunction;
  readonly cron: Cron;
  last: string;
  running: Promise<void> | undefined;
  isAskedAgain: boolean;
}

function timerOf(registered: RegisteredFunction): Timer {
  const { schedule = '' } = registered.trigger;
  try {
    const cron = new Cron(schedule, { mode: '6-part', timezone: 'UTC', paused: true });
    return { registered, cron, last: never, running: undefined, isAskedAgain: false };
  } catch (cause) {
    const message = `The schedule "${schedule}" of the timer ${registered.metadata.name} is no NCRONTAB expression of six fields.`;
    throw new Error(message, { cause });
  }
}

/** The binding's data as the host sends it; the library turns the names to camel case. */
function timerData(timer: Timer, now: Date): unknown {
  const status = {
    Schedule: { AdjustForDST: true },
    ScheduleStatus: {
      Last: timer.last,
      Next: timer.cron.nextRun(now)?.toISOString() ?? never,
      LastUpdated: timer.last,
    },
    IsPastDue: false,
  };
  return { json: JSON.stringify(status) };
}

export function timersOf(app: FunctionApp): Timers {
  const timers = new Map(
    [...app.functions.values()]
      .filter(({ trigger }) => trigger.type === 'timerTrigger')
      .map((registered) => [registered.metadata.name, timerOf(registered)]),
  );
  let stopping = false;

  async function tick(timer: Timer): Promise<void> {
    do {
      timer.isAskedAgain = false;
      const now = new Date();
      const data = timerData(timer, now);
      timer.last = now.toISOString();
      try {
        await invoke(app, timer.registered, data);
      } catch (fault) {
        printFault('timer-failed', { function: timer.registered.metadata.name }, fault);
      }
    } while (timer.isAskedAgain && !stopping);
    timer.running = undefined;
  }

  /** A scheduled run is skipped while the last one is still running. */
  function begin(timer: Timer): void {
    if (!stopping && timer.running === undefined) timer.running = tick(timer);
  }

  return {
    has: (name) => timers.has(name),
    run(name) {
      const timer = timers.get(name);
      if (timer === undefined) throw new Error(`There is no timer ${name}.`);
      if (timer.running === undefined) begin(timer);
      else timer.isAskedAgain = true;
    },
    start() {
      for (const timer of timers.values()) {
        timer.cron.schedule(() => begin(timer));
        timer.cron.resume();
      }
    },
    async stop() {
      stopping = true;
      for (const { cron } of timers.values()) cron.stop();
      await Promise.all([...timers.values()].map(({ running }) => running));
    },
  };
}
