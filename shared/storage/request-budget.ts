import { type PipelinePolicy, RestError } from '@azure/core-rest-pipeline';
import { type Clock, second } from '../clock.ts';
import type { Scope } from './tables.ts';

/** A try that has no answer after this long is given up and sent again while the scope lasts. */
const tryMilliseconds = 4 * second;

/** The abort signal is the one thing of ours that the SDK carries along with a request: it leads back to the scope. */
const scopes = new WeakMap<object, Scope>();
const signals = new WeakMap<Scope, AbortSignal>();

/** The longest that one of Node's timers can run. */
const longestMilliseconds = 2 ** 31 - 1;

/** A signal that aborts when `scope` ends, and by which the policy below finds the scope again. */
export function signalOf(scope: Scope, clock: Clock): AbortSignal {
  const known = signals.get(scope);
  if (known) return known;
  const left = Math.ceil(scope.deadline - clock.monotonic());
  const signal = AbortSignal.timeout(Math.min(Math.max(0, left), longestMilliseconds));
  signals.set(scope, signal);
  scopes.set(signal, scope);
  return signal;
}

/**
 * Runs before every send, including the SDK's own retries: counts it, refuses it once the scope has
 * ended (a process that slept for an hour must not wake up and write), and gives up a try that hangs.
 */
export function requestBudget(clock: Clock): PipelinePolicy {
  return {
    name: 'requestBudget',
    async sendRequest(request, next) {
      const outer = request.abortSignal;
      const scope = outer && scopes.get(outer);
      if (!scope) throw new Error('A storage request outside any scope');
      if (clock.monotonic() >= scope.deadline) {
        throw new RestError('The request is older than its deadline', { code: 'DEADLINE', request });
      }
      scope.sent += 1;
      const giveUp = new AbortController();
      const timer = setTimeout(() => giveUp.abort(), tryMilliseconds);
      request.abortSignal = AbortSignal.any([outer as AbortSignal, giveUp.signal]);
      try {
        return await next(request);
      } catch (cause) {
        if (!giveUp.signal.aborted || outer.aborted) throw cause;
        throw new RestError(`No answer within ${tryMilliseconds} ms`, { code: 'ETIMEDOUT', request });
      } finally {
        clearTimeout(timer);
        request.abortSignal = outer;
      }
    },
  };
}
