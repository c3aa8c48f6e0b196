import { TableClient } from '@azure/data-tables';
import { describe, expect, test } from 'vitest';
import { second } from '../../../shared/clock.ts';
import { azureTables, createTables } from '../../../shared/storage/azure-tables.ts';
import { type Action, type Row, type Tables, Unanswered } from '../../../shared/storage/tables.ts';
import { testClock } from '../../support/clock.ts';
import { testConfig } from '../../support/config.ts';
import { type Fault, faults, type PlannedFault } from '../../support/faults/fault.ts';
import { type FaultyProcessOptions, faultyProcess } from '../../support/faults/faulty-process.ts';
import { simulatedHttpClient } from '../../support/table-simulator/http-client.ts';
import { createTableStore } from '../../support/table-simulator/table-store.ts';

const key = { partition: 'ada', row: 'account' };
const row: Row = { ...key, columns: { kind: 'user' } };
const audit: Row = { partition: 'ada', row: 'audit:1', columns: {} };

async function storage() {
  const clock = testClock();
  const store = createTableStore({ now: clock.now });
  const httpClient = simulatedHttpClient(store);
  const config = testConfig();
  await createTables(config, { httpClient });

  function start(schedule: readonly PlannedFault[], options: FaultyProcessOptions = {}) {
    const process = faultyProcess(schedule, { whenHanging: () => clock.advance(4 * second), ...options });
    const scope = { deadline: clock.monotonic() + 15 * second, sent: 0 };
    const tables = azureTables(config, clock, { ...process.options, httpClient }).within(scope);
    return { process, scope, tables };
  }
  return { store, clock, httpClient, start };
}

/** Everything that the process could still do without time passing has been done. */
const quiet = async () => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setTimeout(resolve));
};

const insert = (tables: Tables) => tables.insert('accounts', row);
const claim: readonly Action[] = [
  { kind: 'insert', row },
  { kind: 'insert', row: audit },
];
const transact = (tables: Tables) => tables.transact('accounts', claim);

type Expected = 'done' | 'refused' | 'unanswered';

/** What the caller is told, how many requests that took, and whether the store has the change by then. */
const withoutRetries: readonly [Fault, Expected, boolean][] = [
  ['never-sent', 'unanswered', false],
  ['answer-lost', 'unanswered', true],
  ['applied-late', 'unanswered', false],
  ['refused-500', 'unanswered', false],
  ['refused-503', 'unanswered', false],
  ['refused-429', 'unanswered', false],
  ['applied-500', 'unanswered', true],
  ['hangs', 'unanswered', false],
];

const withRetries: readonly [Fault, Expected, number, boolean][] = [
  ['never-sent', 'done', 2, true],
  ['answer-lost', 'refused', 2, true],
  ['applied-late', 'done', 2, true],
  ['refused-500', 'done', 2, true],
  ['refused-503', 'done', 2, true],
  ['refused-429', 'unanswered', 1, false],
  ['applied-500', 'refused', 2, true],
  ['hangs', 'done', 2, true],
];

describe.each([
  { what: 'a single write', write: insert as (tables: Tables) => Promise<unknown>, refused: 'exists' as unknown },
  { what: 'a transaction', write: transact, refused: { refused: 'exists', index: 0 } },
])('$what', ({ write, refused }) => {
  async function tell(fault: Fault, retries: boolean) {
    const { store, start } = await storage();
    const { process, scope, tables } = start([{ at: 1, fault }], { retries });
    const run = await process.run(() => write(tables));
    expect(process.fired()).toEqual([{ at: 1, fault }]);
    expect(scope.sent).toBe(process.sent());
    return { run, sent: process.sent(), hasIt: store.rows('accounts').length > 0, process, store };
  }

  function check(run: Awaited<ReturnType<typeof tell>>['run'], expected: Expected) {
    if (expected === 'unanswered') return expect(run).toMatchObject({ state: 'failed', error: expect.any(Unanswered) });
    return expect(run).toEqual({ state: 'done', value: expected === 'done' ? 'done' : refused });
  }

  test.each(withoutRetries)('%s, without retries: %s, the store has it: %s', async (fault, expected, applied) => {
    const { run, sent, hasIt } = await tell(fault, false);
    check(run, expected);
    expect({ sent, hasIt }).toEqual({ sent: 1, hasIt: applied });
  });

  test.each(withRetries)('%s, with retries: %s after %d sends, the store has it: %s', async (fault, ...expected) => {
    const [outcome, sends, applied] = expected;
    const { run, sent, hasIt } = await tell(fault, true);
    check(run, outcome);
    expect({ sent, hasIt }).toEqual({ sent: sends, hasIt: applied });
  });

  test('applied late arrives when the harness says so', async () => {
    const { process, store } = await tell('applied-late', false);
    await process.applyLate();
    expect(store.rows('accounts').length).toBeGreaterThan(0);
  });

  test('applied late changes nothing when its repeat came first', async () => {
    const { process, store } = await tell('applied-late', true);
    const before = store.snapshot();
    await process.applyLate();
    expect(store.requests).toHaveLength(2);
    expect(store.snapshot()).toEqual(before);
  });

  test('dies before it is sent: the store never sees it', async () => {
    const { run, store, process } = await tell('dies-before', true);
    await quiet();
    expect(run).toEqual({ state: 'died' });
    expect(process.isDead()).toBe(true);
    expect(store.requests).toEqual([]);
  });

  test('dies after it was applied: the store has it, and nobody was told', async () => {
    const { run, store } = await tell('dies-after', true);
    await quiet();
    expect(run).toEqual({ state: 'died' });
    expect(store.requests).toHaveLength(1);
    expect(store.rows('accounts').length).toBeGreaterThan(0);
  });
});

test('every fault of the vocabulary has its test here', () => {
  const tested = [...withRetries.map(([fault]) => fault), 'dies-before', 'dies-after', 'pauses'];
  expect(tested.toSorted()).toEqual(faults.toSorted());
  expect(withoutRetries.map(([fault]) => fault)).toEqual(withRetries.map(([fault]) => fault));
});

describe('a lost answer, repeated by the SDK, is', () => {
  const lost = [{ at: 3, fault: 'answer-lost' }] as const;

  test('a changed row for a replacement, and an absent one for a removal', async () => {
    for (const [outcome, write] of [
      ['changed', (tables: Tables, etag: string) => tables.replace('accounts', row, etag)],
      ['absent', (tables: Tables, etag: string) => tables.remove('accounts', key, etag)],
    ] as const) {
      const { start } = await storage();
      const { tables } = start(lost, { retries: true });
      await insert(tables);
      const { etag = '' } = (await tables.read('accounts', key)) ?? {};
      expect(await write(tables, etag)).toBe(outcome);
    }
  });

  test('of no consequence to a read', async () => {
    const { start } = await storage();
    const { process, tables } = start(lost, { retries: true });
    await insert(tables);
    await tables.read('accounts', key);
    expect(await tables.read('accounts', key)).toMatchObject(row);
    expect(process.sent()).toBe(4);
  });
});

describe('a process that died', () => {
  test('sends nothing more: no parallel request, no repeat, no catch, no finally', async () => {
    const { store, start } = await storage();
    const { process, tables } = start(
      [
        { at: 1, fault: 'never-sent' },
        { at: 3, fault: 'dies-before' },
      ],
      { retries: true },
    );
    const after: string[] = [];
    const run = await process.run(async () => {
      try {
        await Promise.all([insert(tables), tables.read('accounts', key), insert(tables), tables.read('packages', key)]);
      } catch {
        after.push('catch');
      } finally {
        after.push('finally');
        await insert(tables);
      }
    });
    await quiet();
    expect(run).toEqual({ state: 'died' });
    // Only the second was sent: the first would have been retried, the third is the death, the fourth comes after.
    expect(store.requests).toEqual(['GET accounts']);
    expect(after).toEqual([]);
    expect(await process.run(() => insert(tables))).toEqual({ state: 'died' });
    await quiet();
    expect(store.requests).toEqual(['GET accounts']);
    expect(process.sent()).toBe(3);
  });

  test('leaves the store to the others, and what it sent before may still arrive', async () => {
    const { store, start } = await storage();
    const { process, tables } = start([
      { at: 1, fault: 'applied-late' },
      { at: 2, fault: 'dies-before' },
    ]);
    await process.run(() => insert(tables).catch(() => tables.read('accounts', key)));
    const other = start([]);
    expect(await other.tables.read('accounts', key)).toBeUndefined();
    await process.applyLate();
    expect(process.isDead()).toBe(true);
    expect(store.rows('accounts')).toHaveLength(1);
    expect(await other.tables.read('accounts', key)).toMatchObject(row);
  });
});

describe('a process that pauses', () => {
  test('between read and write finds what another did in the meantime', async () => {
    const { start } = await storage();
    const { process, tables } = start([{ at: 2, fault: 'pauses' }]);
    const run = await process.run(async () => {
      const standing = await tables.read('accounts', key);
      return standing ?? insert(tables);
    });
    if (run.state !== 'paused') throw new Error(`It is ${run.state}`);
    expect(await insert(start([]).tables)).toBe('done');
    expect(await run.resumed()).toEqual({ state: 'done', value: 'exists' });
  });

  test('pauses whole: its other requests wait, sent or not', async () => {
    const { store, start } = await storage();
    const { process, tables } = start([{ at: 2, fault: 'pauses' }]);
    const answered: string[] = [];
    const read = async (name: string) => {
      await tables.read('accounts', { ...key, row: name });
      answered.push(name);
    };
    const run = await process.run(() => Promise.all([read('a'), read('b'), read('c')]));
    await quiet();
    expect(run.state).toBe('paused');
    expect(store.requests).toHaveLength(1);
    expect(answered).toEqual([]);
    if (run.state === 'paused') expect((await run.resumed()).state).toBe('done');
    expect(answered.toSorted()).toEqual(['a', 'b', 'c']);
  });

  test('longer than its deadline has nothing to send when it wakes', async () => {
    const { store, clock, start } = await storage();
    const { process, tables } = start([{ at: 1, fault: 'pauses' }]);
    const run = await process.run(() => tables.read('accounts', key).then(() => insert(tables)));
    clock.advance(60 * second);
    if (run.state === 'paused') expect(await run.resumed()).toMatchObject({ error: expect.any(Unanswered) });
    expect(store.requests).toEqual(['GET accounts']);
  });
});

test('a request that hangs again and again ends with the deadline, and no time passes', async () => {
  const { start, clock } = await storage();
  const schedule = [1, 2, 3, 4].map((at) => ({ at, fault: 'hangs' as const }));
  const { process, tables } = start(schedule, { retries: true, whenHanging: () => clock.advance(8 * second) });
  expect(await process.run(() => insert(tables))).toMatchObject({ error: expect.any(Unanswered) });
  expect(process.sent()).toBe(2);
});

test('what is applied late arrives although its caller gave it up', async () => {
  const { store, httpClient } = await storage();
  const process = faultyProcess([{ at: 1, fault: 'applied-late' }]);
  const { location } = testConfig().tables;
  if (location.kind !== 'connection-string') throw new Error('The tests reach their tables by connection string');
  const client = TableClient.fromConnectionString(location.connectionString, 'accounts', {
    ...process.options,
    httpClient,
  });
  const caller = new AbortController();
  const entity = { partitionKey: 'ada', rowKey: 'account' };
  const run = await process.run(() => client.createEntity(entity, { abortSignal: caller.signal }));
  expect(run.state).toBe('failed');
  caller.abort();
  await process.applyLate();
  expect(store.rows('accounts')).toHaveLength(1);
});
