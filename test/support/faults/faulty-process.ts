import type { PipelinePolicy, PipelineRequest, PipelineResponse, SendRequest } from '@azure/core-rest-pipeline';
import type { TableServiceClientOptions } from '@azure/data-tables';
import type { Fault, PlannedFault } from './fault.ts';
import { sendUnder } from './on-the-wire.ts';
import { standstill } from './standstill.ts';

/** How an operation of a process ended, or why it has not. */
export type Run<T> =
  | { readonly state: 'done'; readonly value: T }
  | { readonly state: 'failed'; readonly error: unknown }
  | { readonly state: 'died' }
  /** `resumed` lets the process go on and says how the operation ended then. */
  | { readonly state: 'paused'; resumed(): Promise<Run<T>> };

/** One process of the service, with the faults planned for it. */
export interface FaultyProcess {
  /** For `azureTables` and `createWorld`; not for a second process. */
  readonly options: TableServiceClientOptions;
  /** Runs `operation` until it ends or the process stops. A dead process runs nothing more: its promises stay pending. */
  run<T>(operation: () => Promise<T>): Promise<Run<T>>;
  /** Requests sent so far, or kept from being sent by a fault. */
  sent(): number;
  fired(): readonly PlannedFault[];
  /** Lets every request that was `applied-late` reach the store now, whether or not the process is dead. */
  applyLate(): Promise<void>;
  resume(): void;
  isDead(): boolean;
}

export interface FaultyProcessOptions {
  /** Whether the SDK repeats what failed, as it does in production. */
  readonly retries?: boolean;
  /** Called when a request hangs: here a test's clock can move by the time that passes. */
  readonly whenHanging?: () => void;
  /** Called before the `at`-th request, counted from 1. */
  readonly beforeSending?: (at: number) => void;
}

/** A process in which the requests named by `schedule` go wrong. */
export function faultyProcess(
  schedule: readonly PlannedFault[],
  { retries = false, whenHanging, beforeSending }: FaultyProcessOptions = {},
): FaultyProcess {
  const process = standstill();
  const fired: PlannedFault[] = [];
  const late: (() => Promise<unknown>)[] = [];
  let sent = 0;

  async function perform(fault: Fault | undefined, request: PipelineRequest, next: SendRequest) {
    switch (fault) {
      case undefined:
        return next(request);
      case 'dies-after': {
        const answer = await next(request);
        process.halt('died');
        return answer;
      }
      case 'dies-before':
      case 'pauses':
        process.halt(fault === 'pauses' ? 'paused' : 'died');
        while (process.state() !== 'running') await process.resumed();
        return next(request);
      default:
        if (fault === 'hangs') whenHanging?.();
        return await sendUnder(fault, request, next, late);
    }
  }

  const policy: PipelinePolicy = {
    name: 'plannedFaults',
    async sendRequest(request, next): Promise<PipelineResponse> {
      // Nothing may come between this and the sending, or a process that just stopped would send.
      while (process.state() !== 'running') await process.resumed();
      sent += 1;
      beforeSending?.(sent);
      const planned = schedule.find(({ at }) => at === sent);
      if (planned) fired.push(planned);
      try {
        return await perform(planned?.fault, request, next);
      } finally {
        // A paused process takes in no answer to any of its requests.
        while (process.state() !== 'running') await process.resumed();
      }
    },
  };

  function watch<T>(operation: Promise<T>): Promise<Run<T>> {
    const ended = operation.then(
      (value): Run<T> => ({ state: 'done', value }),
      (error: unknown): Run<T> => ({ state: 'failed', error }),
    );
    const stopped = process.stopped().then(
      (state): Run<T> =>
        state === 'died'
          ? { state }
          : {
              state,
              resumed() {
                process.resume();
                return watch(operation);
              },
            },
    );
    return Promise.race([ended, stopped]);
  }

  return {
    options: {
      retryOptions: { maxRetries: retries ? 3 : 0, retryDelayInMs: 0, maxRetryDelayInMs: 0 },
      additionalPolicies: [{ position: 'perRetry', policy }],
    },
    run: (operation) => watch(operation()),
    sent: () => sent,
    fired: () => fired,
    async applyLate() {
      for (const send of late.splice(0)) await send();
    },
    resume: process.resume,
    isDead: () => process.state() === 'died',
  };
}
