import type { TimerHandler } from '@azure/functions';
import { minute } from '../../shared/clock.ts';
import type { Services } from '../../shared/services.ts';
import type { Scope } from '../../shared/storage/tables.ts';

/** Something the clock does. Inert, listed in `timers.ts`; large code is loaded when it ticks. */
export interface Timer {
  readonly name: string;
  /** NCRONTAB with seconds. */
  readonly schedule: string;
  /** Does what is due and says how much in numbers. A tick that ends early is continued by the next. */
  tick(services: Services): Promise<Readonly<Record<string, number>>>;
}

/** Less than the five minutes that the platform gives a function. */
const tickMilliseconds = 4 * minute;

/** Turns a timer into the function that the host calls: one line in the log a tick. */
export function timerHandlerOf(services: Services, timer: Timer): TimerHandler {
  return async () => {
    const started = services.clock.monotonic();
    const scope: Scope = { deadline: started + tickMilliseconds, sent: 0 };
    const spent = () => ({
      timer: timer.name,
      milliseconds: Math.round(services.clock.monotonic() - started),
      storageRequests: scope.sent,
    });
    try {
      const counts = await timer.tick({ ...services, tables: services.tables.within(scope) });
      services.log('info', 'tick', { ...spent(), ...counts });
    } catch (cause) {
      services.log('error', 'tick-failed', spent(), cause);
      throw cause;
    }
  };
}
