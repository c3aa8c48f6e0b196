import { expect, test } from 'vitest';
import { second } from '../../shared/clock.ts';
import { Unanswered } from '../../shared/storage/tables.ts';
import { faultyProcess } from '../support/faults/faulty-process.ts';
import { createWorld } from '../support/world.ts';

const row = { partition: 'p', row: 'r', columns: {} };

async function scoped() {
  const world = await createWorld();
  const scope = { deadline: world.clock.monotonic() + 14 * second, sent: 0 };
  return { world, scope, tables: world.services.tables.within(scope) };
}

/** Delete the check of the deadline in request-budget.ts to see it fail. */
test('a request that is older than its deadline sends nothing any more', async () => {
  const { world, scope, tables } = await scoped();
  world.clock.advance(13 * second);
  expect(await tables.insert('flows', row)).toBe('done');
  world.clock.advance(second);
  await expect(tables.insert('flows', { ...row, row: 'late' })).rejects.toBeInstanceOf(Unanswered);
  expect(scope.sent).toBe(1);
  expect(world.store.rows('flows')).toHaveLength(1);
});

test('the SDK’s own repeats are counted, and none is sent after the deadline', async () => {
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
