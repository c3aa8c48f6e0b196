import { describe, expect, test } from 'vitest';
import { removeAbandonedRegistrations } from '../../functions/timers/remove-abandoned-registrations.ts';
import { later, minute } from '../../shared/clock.ts';
import { registrationBuckets } from '../../shared/registrations/registration.ts';
import { servicesIn } from '../support/residents.ts';
import { createWorld, type World } from '../support/world.ts';

/** `count` rows that expire one after the other, `everyMilliseconds` apart, ending at `last`. */
async function fill(
  world: World,
  table: 'registrations' | 'flows',
  count: number,
  last: Date,
  everyMilliseconds: number,
) {
  const { tables } = servicesIn(world);
  const rows = Array.from({ length: count }, (_, index) => ({
    partition: registrationBuckets.of(later(last, -index * everyMilliseconds)),
    row: `row-${String(index).padStart(6, '0')}`,
    columns: {},
  }));
  for (const bucket of new Set(rows.map(({ partition }) => partition))) {
    const own = rows.filter(({ partition }) => partition === bucket);
    for (let at = 0; at < own.length; at += 100) {
      await tables.transact(
        table,
        own.slice(at, at + 100).map((row) => ({ kind: 'insert', row }) as const),
      );
    }
  }
  return new Set(rows.map(({ partition }) => partition)).size;
}

async function tick(world: World) {
  const scope = { deadline: Number.POSITIVE_INFINITY, sent: 0 };
  const counts = await removeAbandonedRegistrations.tick({
    ...world.services,
    tables: world.services.tables.within(scope),
  });
  return { counts, requests: scope.sent };
}

describe('cleaning up', () => {
  test.each([1_000, 20_000])('400 abandoned registrations takes as few requests with %d live ones', async (live) => {
    const world = await createWorld();
    const now = world.clock.now();
    const buckets = await fill(world, 'registrations', 400, later(now, -20 * minute), 10_000);
    await fill(world, 'registrations', live, later(now, 60 * minute), 10);
    const { counts, requests } = await tick(world);
    expect(counts).toEqual({ registrations: 400, flows: 0 });
    // Σ⌈expired/100⌉ over the buckets, Σ⌈expired/1000⌉, one per bucket, and 2 for the tables.
    expect(requests).toBeLessThanOrEqual(4 + buckets + 1 + 2);
    expect(world.store.rows('registrations')).toHaveLength(live);
    expect((await tick(world)).requests).toBe(2);
  });

  test('leaves what expires a moment from now', async () => {
    const world = await createWorld();
    await fill(world, 'registrations', 1, later(world.clock.now(), 1), 1);
    expect((await tick(world)).counts).toEqual({ registrations: 0, flows: 0 });
  });

  test('by two processes at once removes everything, and neither fails', async () => {
    const world = await createWorld();
    const other = await createWorld({ beside: world });
    await fill(world, 'flows', 2_500, later(world.clock.now(), -60 * minute), 100);
    const ticks = await Promise.all([tick(world), tick(other)]);
    expect(ticks.reduce((sum, { counts }) => sum + (counts.flows ?? 0), 0)).toBe(2_500);
    expect(world.store.rows('flows')).toEqual([]);
  });

  test('passes over empty pages and page ends', async () => {
    const world = await createWorld();
    await fill(world, 'flows', 250, later(world.clock.now(), -60 * minute), 100);
    world.store.pageEnds = 'empty-first';
    expect((await tick(world)).counts).toEqual({ registrations: 0, flows: 250 });
  });
});
