import { describe, expect, test, vi } from 'vitest';
import { providerBudget, within } from '../../../shared/identity/provider-fetch.ts';
import { type Endpoint, literalProvider, reasonOf, silence } from '../../support/literal-provider.ts';

describe('the time that a request of ours waits for the provider', () => {
  test('is one budget for metadata, token and keys together', async () => {
    const provider = literalProvider();
    await provider.redeem();
    expect(provider.asked.map(({ endpoint }) => endpoint)).toEqual(['metadata', 'token', 'keys']);
    expect(new Set(provider.asked.map(({ init }) => init.signal)).size).toBe(1);
  });

  test.each<[Endpoint]>([['metadata'], ['token'], ['keys']])('ends when the %s does not come', async (endpoint) => {
    const provider = literalProvider({ budgetMilliseconds: 50 });
    provider.answers[endpoint] = silence;
    expect(await provider.reason()).toBe('unreachable');
  });

  test.each<[Endpoint]>([['metadata'], ['token'], ['keys']])('ends when the %s trickles', async (endpoint) => {
    const provider = literalProvider({ budgetMilliseconds: 50 });
    provider.answers[endpoint] = (signal) =>
      new Response(trickle(signal), { headers: { 'content-type': 'application/json' } });
    expect(await provider.reason()).toBe('unreachable');
  });

  test('is five seconds', async () => {
    const timeout = vi.spyOn(AbortSignal, 'timeout');
    try {
      await literalProvider().redeem();
      expect(timeout.mock.calls).toEqual([[5000]]);
    } finally {
      timeout.mockRestore();
    }
  });

  test('starts afresh with the next request', async () => {
    const provider = literalProvider({ budgetMilliseconds: 500 });
    const honest = provider.answers.token;
    provider.answers.token = silence;
    expect(await provider.reason()).toBe('unreachable');
    provider.answers.token = honest;
    expect(await provider.reason()).toBe('accepted');
  });

  test('that is over already waits for nothing, and the answer that fails later disturbs nobody', async () => {
    const budget = { ...providerBudget(1000), signal: AbortSignal.abort() };
    const late = Promise.withResolvers<never>();
    expect(await reasonOf(within(budget, late.promise))).toBe('unreachable');
    late.reject(new Error('late'));
  });
});

/** A byte now and then, until nobody listens. */
function trickle(signal: AbortSignal): ReadableStream<Uint8Array> {
  const { promise: over, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(signal.reason));
  let isFirst = true;
  return new ReadableStream({
    async pull(controller) {
      if (!isFirst) await over;
      isFirst = false;
      controller.enqueue(Buffer.from(' '));
    },
  });
}
