import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import type { TableServiceClientOptions } from '@azure/data-tables';

/** A process that can be held up at one of its storage requests while others act. */
export interface Interruption {
  readonly tables: TableServiceClientOptions;
  /** Does `act` before the `count`-th storage request from now on, once. */
  before(count: number, act: () => Promise<unknown>): void;
  /** Whether it came to that. */
  hasHappened(): boolean;
}

export function interruption(): Interruption {
  let left = 0;
  let waiting: (() => Promise<unknown>) | undefined;
  const policy: PipelinePolicy = {
    name: 'interruption',
    async sendRequest(request, next) {
      left -= 1;
      if (left === 0 && waiting) {
        const act = waiting;
        waiting = undefined;
        await act();
      }
      return await next(request);
    },
  };
  return {
    tables: { additionalPolicies: [{ position: 'perRetry', policy }] },
    before(count, act) {
      left = count;
      waiting = act;
    },
    hasHappened: () => waiting === undefined,
  };
}
