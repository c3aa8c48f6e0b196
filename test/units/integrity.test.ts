import { describe, expect, test } from 'vitest';
import { checkIntegrity as timer } from '../../functions/timers/check-integrity.ts';
import { day } from '../../shared/clock.ts';
import { checkIntegrity } from '../../shared/integrity/check-integrity.ts';
import { removeIdlePointers } from '../../shared/integrity/idle-pointers.ts';
import { everyKey, keyRange, keyRangeOf, rangeCount } from '../../shared/integrity/key-ranges.ts';
import type { Column, TableName } from '../../shared/storage/tables.ts';
import { actor } from '../support/browser-actor.ts';
import { faultyProcess } from '../support/faults/faulty-process.ts';
import { runBeside } from '../support/faults/run-beside.ts';
import { servicesIn } from '../support/residents.ts';
import { createWorld, type World } from '../support/world.ts';

async function findings(world: World): Promise<readonly string[]> {
  const found: string[] = [];
  await checkIntegrity(servicesIn(world), everyKey, 1000, ({ invariant, row }) => found.push(`${invariant} ${row}`));
  return found;
}

const removeIdle = (world: World, mostRows = 1000) => removeIdlePointers(servicesIn(world), everyKey, mostRows);

/** Writes past every rule, as a defect or an operator's slip would. */
async function tamper(
  world: World,
  table: TableName,
  partition: string,
  row: string,
  change: (columns: Record<string, Column>) => Record<string, Column>,
) {
  const { tables } = servicesIn(world);
  const standing = await tables.read(table, { partition, row });
  const columns = change({ ...standing?.columns });
  if (standing) await tables.replace(table, { partition, row, columns }, standing.etag);
  else await tables.insert(table, { partition, row, columns });
}

/** What is left of a claim that never came. */
async function losePointer(world: World) {
  const since = world.clock.now();
  const columns = { nameKey: 'nobody', operation: 'lost', announces: 'claim', since };
  await tamper(world, 'identities', 'nobody', 'identity', () => columns);
}

async function withAda() {
  const world = await createWorld();
  await actor(world, 'ada').register('Ada');
  const [pointer] = world.store.rows('identities');
  return { world, identity: pointer?.PartitionKey ?? '' };
}

describe('the integrity check', () => {
  test('finds nothing where nothing is wrong', async () => {
    const { world } = await withAda();
    expect(await findings(world)).toEqual([]);
  });

  test.each<[string, (world: World, identity: string) => Promise<void>]>([
    ['I1 account', (world) => tamper(world, 'accounts', 'ada', 'account', (root) => ({ ...root, name: 'Eve' }))],
    ['I3 audit:x', (world) => tamper(world, 'accounts', 'nobody', 'audit:x', () => ({ event: 'user:register' }))],
    [
      'I4 account',
      (world, identity) => tamper(world, 'identities', identity, 'identity', (row) => ({ ...row, nameKey: 'eve' })),
    ],
    [
      'I5 account',
      (world) =>
        tamper(world, 'accounts', 'ada', 'account', (root) => ({ ...root, state: 'retired', retiredOn: '2026-01-01' })),
    ],
    [
      'I11 account',
      (world) =>
        tamper(world, 'accounts', 'ada', 'account', (root) => {
          const [session] = JSON.parse(String(root.sessions)) as object[];
          return { ...root, sessions: JSON.stringify([session, session]) };
        }),
    ],
    [
      'I14 account',
      (world) => tamper(world, 'accounts', 'ada', 'account', (root) => ({ ...root, operation: 'another' })),
    ],
  ])('finds %s', async (finding, spoil) => {
    const { world, identity } = await withAda();
    await spoil(world, identity);
    expect(await findings(world)).toContain(finding);
  });

  test('finds a partition however its rows are cut into pages', async () => {
    const { world } = await withAda();
    world.store.pageEnds = 'every-row';
    expect(await findings(world)).toEqual([]);
  });

  test('says so when there was more than it may look at', async () => {
    const { world } = await withAda();
    const check = (mostRows: number) => checkIntegrity(servicesIn(world), everyKey, mostRows, () => undefined);
    expect(await check(world.store.rows('accounts').length)).toMatchObject({ partitions: 1, truncated: 0 });
    expect(await check(1)).toMatchObject({ partitions: 0, truncated: 1 });
  });

  /** Call `removeIdlePointers` in `checkIntegrity`: an operator looks with a right to read alone. */
  test('writes nothing, whatever it finds', async () => {
    const { world } = await withAda();
    await losePointer(world);
    world.clock.advance(2 * day);
    const before = world.store.requests.length;
    await findings(world);
    const sent = world.store.requests.slice(before);
    expect(sent.filter((request) => !request.startsWith('GET'))).toEqual([]);
  });
});

describe('an identity’s pointer that leads nowhere', () => {
  test('goes after a day, and what it announced can then never commit', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.signIn();
    const sleeping = faultyProcess([{ at: 3, fault: 'applied-late' }]);
    const there = await createWorld({ beside: world, tables: sleeping.options });
    await sleeping.run(() => ada.at(there).post('/api/registration', { username: 'Ada' }));
    expect(await removeIdle(world)).toEqual({ removed: 0, truncated: 0 });
    expect(world.store.rows('identities')).toHaveLength(1);

    world.clock.advance(day);
    expect(await removeIdle(world)).toEqual({ removed: 1, truncated: 0 });
    expect(world.store.rows('identities')).toEqual([]);
    expect(await findings(world)).toEqual([]);
    // Delete the call of `ruleOut` in identity-pointers.ts, and an account stands here that no pointer leads to.
    await sleeping.applyLate();
    expect(world.store.rows('accounts').map(({ RowKey }) => RowKey)).not.toContain('account');
  });

  test('left of a link half done goes after a day, and the link can then never commit', async () => {
    const world = await createWorld({ settings: { SESSION_IDLE_HOURS: '100' } });
    const ada = actor(world, 'ada');
    await ada.register('Ada');
    const sleeping = faultyProcess([{ at: 5, fault: 'applied-late' }]);
    const there = await createWorld({ beside: world, tables: sleeping.options });
    const callback = await ada.as('work').beginSignIn('?purpose=link');
    await sleeping.run(() => ada.at(there).get(callback));
    expect(world.store.rows('identities')).toHaveLength(2);
    world.clock.advance(day);
    await removeIdle(world);
    expect(await findings(world)).toEqual([]);
    expect(world.store.rows('identities')).toHaveLength(1);
    // Let `mayCommit` (identity-pointers.ts) say no to links, and an identity is listed here that no pointer leads from.
    await sleeping.applyLate();
    expect(await findings(world)).toEqual([]);
  });

  test('left behind by an unlinking goes', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.register('Ada');
    await ada.as('work').signIn('?purpose=link');
    const { items } = (await ada.get('/api/account/identities')).json as { items: { id: string }[] };
    await runBeside(world, [{ at: 4, fault: 'dies-before' }], (there) =>
      ada.at(there).delete(`/api/account/identities/${items[1]?.id}`),
    );
    expect(world.store.rows('identities')).toHaveLength(2);
    world.clock.advance(day);
    await removeIdle(world);
    expect(await findings(world)).toEqual([]);
    expect(world.store.rows('identities')).toHaveLength(1);
  });

  /** Take `removeIdlePointers` out of the timer. */
  test('is removed by the nightly timer', async () => {
    const world = await createWorld();
    await losePointer(world);
    world.clock.advance(day);
    let removed = 0;
    for (let night = 0; night < rangeCount; night += 1) {
      removed += (await timer.tick(servicesIn(world))).removed ?? 0;
      world.clock.advance(day);
    }
    expect(removed).toBe(1);
    expect(world.store.rows('identities')).toEqual([]);
  });

  test('is one of a number that a night may look at', async () => {
    const { world } = await withAda();
    expect(await removeIdle(world, 0)).toEqual({ removed: 0, truncated: 1 });
    expect(await removeIdle(world, 1)).toEqual({ removed: 0, truncated: 0 });
  });
});

describe('the key ranges', () => {
  test('together are all keys, each in one range', () => {
    const ranges = Array.from({ length: rangeCount }, (_, index) => keyRange(index));
    for (const [index, range] of ranges.entries()) {
      expect(range.partitionBelow).toBe(ranges[index + 1]?.partitionFrom ?? everyKey.partitionBelow);
      expect(range.partitionFrom < range.partitionBelow).toBe(true);
    }
    for (const key of ['ab', 'zz', '0', '-_', 'AZ', '9zzz', 'z'.repeat(128)]) {
      expect(ranges.filter((range) => range.partitionFrom <= key && key < range.partitionBelow)).toHaveLength(1);
    }
  });

  test('are each chosen by one of 64 days in turn', () => {
    const first = new Date('2026-03-01T03:30:00Z').getTime();
    const chosen = Array.from({ length: 64 }, (_, index) => keyRangeOf(new Date(first + index * day)).partitionFrom);
    expect(new Set(chosen).size).toBe(64);
  });
});
