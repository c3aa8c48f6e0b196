import { describe, expect, test } from 'vitest';
import { testClock } from '../../support/clock.ts';
import type { Query } from '../../support/table-simulator/query.ts';
import { createTableStore, type TableStore, type Write } from '../../support/table-simulator/table-store.ts';

const insert = (partition: string, row: string, columns: object = {}): Write => ({
  kind: 'insert',
  entity: { PartitionKey: partition, RowKey: row, ...columns },
});

function storeWith(...writes: readonly Write[]): TableStore {
  const store = createTableStore({ now: testClock().now });
  store.createTable('t');
  for (const write of writes) store.write('t', [write]);
  return store;
}

/** The row keys of every page, to the end. */
function pages(store: TableStore, filter: string, top = 1000): string[][] {
  const found: string[][] = [];
  let from: Query['from'];
  do {
    const { entities, next } = store.query('t', { filter, top, from });
    found.push(entities.map(({ PartitionKey, RowKey }) => `${PartitionKey}/${RowKey}`));
    from = next;
  } while (from);
  return found;
}

const nine = ['a', 'b', 'c'].flatMap((partition) => ['1', '2', '3'].map((row) => insert(partition, row)));

/** Generous, for a busy machine: what these tests rule out takes minutes. */
const momentMilliseconds = 5_000;
const timeout = 30_000;

describe('a query', () => {
  test('gives rows in the order of their keys, whatever the order they came in, before and after it', () => {
    const store = storeWith(...nine.toReversed());
    expect(pages(store, "PartitionKey ge 'b' and PartitionKey lt 'd'").flat()).toEqual([
      ...['b/1', 'b/2', 'b/3', 'c/1', 'c/2', 'c/3'],
    ]);
    store.write('t', [{ kind: 'delete', partition: 'b', row: '2', ifMatch: '*' }, insert('b', '11')]);
    store.write('t', [insert('bb', '1')]);
    expect(pages(store, "PartitionKey ge 'b' and PartitionKey lt 'c'").flat()).toEqual(['b/1', 'b/11', 'b/3', 'bb/1']);
  });

  test('may end its pages after every row, or begin with an empty one', () => {
    const store = storeWith(...nine);
    const filter = "PartitionKey ge 'a' and PartitionKey lt 'c' and RowKey gt '1'";
    expect(pages(store, filter, 3)).toEqual([['a/2', 'a/3', 'b/2'], ['b/3']]);
    store.pageEnds = 'every-row';
    expect(pages(store, filter)).toEqual([['a/2'], ['a/3'], ['b/2'], ['b/3']]);
    store.pageEnds = 'empty-first';
    expect(pages(store, filter, 3)).toEqual([[], ['a/2', 'a/3', 'b/2'], [], ['b/3']]);
  });

  test('goes on where its page ended although rows came and went', () => {
    const store = storeWith(...nine);
    const filter = "PartitionKey eq 'a'";
    const { next } = store.query('t', { filter, top: 1, from: undefined });
    store.write('t', [{ kind: 'delete', partition: 'a', row: '2', ifMatch: '*' }, insert('a', '25'), insert('a', '0')]);
    expect(store.query('t', { filter, top: 9, from: next }).entities.map(({ RowKey }) => RowKey)).toEqual(['25', '3']);
  });

  test('that bounds no range of partitions is noted as a scan', () => {
    const store = storeWith(...nine);
    for (const filter of ["PartitionKey eq 'a'", "PartitionKey ge 'a' and PartitionKey lt 'b'"]) pages(store, filter);
    expect(store.scans).toEqual([]);
    const unbounded = ['', "RowKey eq '1'", "PartitionKey ge 'a'", "PartitionKey eq 'a' or PartitionKey eq 'b'"];
    for (const filter of unbounded) pages(store, filter);
    expect(store.scans).toEqual(['t', 't', 't', 't']);
  });

  test('looks only at the rows of its range, among a hundred thousand', { timeout }, () => {
    const store = storeWith();
    const keys = Array.from({ length: 100 }, (_, index) => String(index).padStart(3, '0'));
    for (const partition of keys.flatMap((key) => keys.slice(0, 10).map((digit) => `${key}-${digit}`))) {
      store.write(
        't',
        keys.map((row) => insert(partition, row)),
      );
    }
    const before = performance.now();
    for (const key of keys) {
      expect(pages(store, `PartitionKey eq '${key}-005'`).flat()).toHaveLength(100);
      expect(pages(store, `PartitionKey ge '${key}-001' and PartitionKey lt '${key}-003'`).flat()).toHaveLength(200);
    }
    expect(performance.now() - before).toBeLessThan(momentMilliseconds);
  });
});

describe('a transaction', () => {
  const refusal = (writes: readonly Write[]) => {
    const store = storeWith(insert('p', 'there'));
    const before = store.snapshot();
    let refused: unknown;
    try {
      store.write('t', writes);
    } catch (error) {
      refused = error;
    }
    expect(store.snapshot()).toEqual(before);
    return refused;
  };

  test('writes all or nothing, and names the first action that was refused', () => {
    expect(refusal([insert('p', 'new'), insert('p', 'there'), insert('p', 'other')])).toMatchObject({
      code: 'EntityAlreadyExists',
      index: 1,
    });
  });

  test.each<[string, readonly Write[], object]>([
    ['over two partitions', [insert('p', 'a'), insert('q', 'b')], { code: 'CommandsInBatchActOnDifferentPartitions' }],
    ['with one row twice', [insert('p', 'a'), insert('p', 'a')], { code: 'InvalidDuplicateRow', index: 1 }],
    ['of 101 actions', Array.from({ length: 101 }, (_, row) => insert('p', `${row}`)), { code: 'InvalidInput' }],
    ['with a row over 1 MiB', [insert('p', 'a', large(17))], { code: 'EntityTooLarge', index: 0 }],
    ['with a property over 64 KiB', [insert('p', 'a', { c: 'x'.repeat(32_769) })], { code: 'PropertyValueTooLarge' }],
  ])('%s is refused and writes nothing', (_, writes, expected) => {
    expect(refusal(writes)).toMatchObject({ status: 400, ...expected });
  });

  test('a merge cannot grow a row beyond 1 MiB', () => {
    const store = storeWith(insert('p', 'a', large(10)));
    const entity = { PartitionKey: 'p', RowKey: 'a', ...large(10, 'd') };
    expect(() => store.write('t', [{ kind: 'merge', entity, ifMatch: '*' }])).toThrow('EntityTooLarge');
  });

  function large(properties: number, prefix = 'c') {
    const names = Array.from({ length: properties }, (_, index) => `${prefix}${index}`);
    return Object.fromEntries(names.map((name) => [name, 'x'.repeat(32 * 1024)]));
  }
});

test('an ETag never comes twice, though the clock stands still or goes back', () => {
  const clock = testClock();
  const store = createTableStore({ now: clock.now });
  store.createTable('t');
  const seen = new Set<unknown>();
  for (let write = 0; write < 12_000; write += 1) {
    if (write % 100 === 0) clock.advance(write % 300 === 0 ? -50 : 20);
    const entity = { PartitionKey: 'p', RowKey: 'r' };
    seen.add(store.write('t', [{ kind: 'replace', entity, ifMatch: undefined }])[0]);
  }
  expect(seen.size).toBe(12_000);
});

describe('a snapshot', () => {
  test('keeps what was, whatever is written after it, and comes back whole as often as asked', () => {
    const store = storeWith(...nine);
    const before = store.snapshot();
    const content = structuredClone(before);
    for (let round = 0; round < 3; round += 1) {
      store.write('t', [{ kind: 'delete', partition: 'a', row: '1', ifMatch: '*' }, insert('a', '9')]);
      store.write('t', [insert('z', '1')]);
      for (const row of ['1', '2', '3']) store.write('t', [{ kind: 'delete', partition: 'b', row, ifMatch: '*' }]);
      store.createTable('u');
      expect(store.snapshot()).not.toEqual(content);
      expect(before).toEqual(content);
      store.restore(before);
      expect(store.snapshot()).toEqual(content);
      expect(pages(store, '').flat()).toHaveLength(9);
      expect(() => store.rows('u')).toThrow('TableNotFound');
    }
  });

  test('of a hundred thousand rows is taken and restored ten thousand times in a moment', { timeout }, () => {
    const store = storeWith();
    for (let partition = 0; partition < 1_000; partition += 1) {
      store.write(
        't',
        Array.from({ length: 100 }, (_, row) => insert(`${partition}`, `${row}`)),
      );
    }
    const before = performance.now();
    for (let round = 0; round < 10_000; round += 1) store.restore(store.snapshot());
    expect(performance.now() - before).toBeLessThan(momentMilliseconds);
    expect(store.rows('t')).toHaveLength(100_000);
  });
});
