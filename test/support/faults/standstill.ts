/** Whether a process runs. */
export interface Standstill {
  state(): 'running' | 'paused' | 'died';
  halt(as: 'paused' | 'died'): void;
  resume(): void;
  /** Resolves when a paused process goes on: for a dead one, never. Check `state` afterwards. */
  resumed(): Promise<void>;
  /** Resolves as soon as the process does not run. */
  stopped(): Promise<'paused' | 'died'>;
}

export function standstill(): Standstill {
  let state: 'running' | 'paused' | 'died' = 'running';
  let stop = Promise.withResolvers<'paused' | 'died'>();
  let goOn = Promise.withResolvers<void>();
  return {
    state: () => state,
    halt(as) {
      if (state === 'died') return;
      state = as;
      stop.resolve(as);
    },
    resume() {
      if (state !== 'paused') return;
      state = 'running';
      stop = Promise.withResolvers();
      goOn.resolve();
      goOn = Promise.withResolvers();
    },
    resumed: () => goOn.promise,
    // One request may pause it and another, sent at the same time, end it.
    stopped: async () => {
      const as = await stop.promise;
      return state === 'died' ? state : as;
    },
  };
}
