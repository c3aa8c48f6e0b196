import type { PipelineRequest } from '@azure/core-rest-pipeline';
import { expect, test, vi } from 'vitest';
import { second } from '../../shared/clock.ts';
import { azureTables } from '../../shared/storage/azure-tables.ts';
import { Unanswered } from '../../shared/storage/tables.ts';
import { testClock } from '../support/clock.ts';
import { testConfig } from '../support/config.ts';
import { faultyProcess } from '../support/faults/faulty-process.ts';
import { createWorld } from '../support/world.ts';

const row = { partition: 'p', row: 'r', columns: {} };

async function scoped() {
  const world = await createWorld();
  const scope = { deadline: world.clock.monotonic() + 14 * second, sent: 0 };
  return { world, scope, tables: world.services.tables.within(scope) };
}

/** Delete the check of the deadline in request-budget.ts to see it fail. */
test('a request that is older than its deadline sends nothing more', async () => {
  const { world, scope, tables } = await scoped();
  world.clock.advance(13 * second);
  expect(await tables.insert('flows', row)).toBe('done');
  world.clock.advance(second);
  await expect(tables.insert('flows', { ...row, row: 'late' })).rejects.toBeInstanceOf(Unanswered);
  expect(scope.sent).toBe(1);
  expect(world.store.rows('flows')).toHaveLength(1);
});

test('the SDK’s own retries are counted, and none is sent after the deadline', async () => {
  const { world, scope } = await scoped();
  const slow = faultyProcess(
    [1, 2, 3].map((at) => ({ at, fault: 'hangs' as const })),
    {
      retries: true,
      whenHanging: () => world.clock.advance(5 * second),
    },
  );
  const there = await createWorld({ beside: world, tables: slow.options });
  await expect(there.services.tables.within(scope).read('flows', row)).rejects.toBeInstanceOf(Unanswered);
  expect([scope.sent, slow.sent()]).toEqual([3, 3]);
});

test('nothing is sent outside a request or a tick', async () => {
  const { world } = await scoped();
  await expect(world.services.tables.read('flows', row)).rejects.toThrow();
  expect(world.store.requests.filter((request) => request.includes('flows'))).toEqual([]);
});

/** Delete the abort of `giveUp`, and the caller waits for as long as the whole request may last. */
test('a try that nobody answers is given up after four seconds, and one that is answered leaves no timer', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const { tables } = await scoped();
    await tables.read('flows', row);
    expect(vi.getTimerCount()).toBe(0);

    const silent = ({ abortSignal }: PipelineRequest) =>
      new Promise<never>((_, reject) => abortSignal?.addEventListener('abort', () => reject(new Error('given up'))));
    const options = { retryOptions: { maxRetries: 0 }, httpClient: { sendRequest: silent } };
    const unheard = azureTables(testConfig(), testClock(), options).within({ deadline: 14 * second, sent: 0 });
    const answer = expect(unheard.read('flows', row)).rejects.toMatchObject({
      cause: { message: 'No answer within 4000 ms' },
    });
    await vi.advanceTimersByTimeAsync(3999);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    await answer;
  } finally {
    vi.useRealTimers();
  }
});
