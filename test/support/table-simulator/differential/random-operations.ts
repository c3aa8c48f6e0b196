import { odata, type TableEntity, type UpdateMode } from '@azure/data-tables';
import type { SeededRandom } from '../../seeded-random.ts';
import type { Action, EntityKey, Operation, Tag } from './operation.ts';

const partitions = ['plain', "o'brien", '100% ümläut 日本'] as const;
const rows = [
  'a',
  'a.b-c_~',
  'A',
  'b',
  'member:ada',
  'member:bob',
  "it's",
  'two words',
  '50%25',
  'plus+and&equals=',
  'é',
  '日本',
  '🙂',
  '\uffee',
  '~',
] as const;

const texts = ['', 'x', "it's", 'a "quoted" word', 'line\nbreak', 'ünï 🙂', 'W/"1"'] as const;

/** The largest text a property may be, and one too large. */
const largeTexts = [32 * 1024, 32 * 1024 + 1].map((length) => 'x'.repeat(length)) as [string, string];

function key(random: SeededRandom, partition: string = random.of(partitions)): EntityKey {
  return { partitionKey: partition, rowKey: random.of(rows) };
}

function entity(random: SeededRandom, keys: EntityKey): TableEntity {
  return {
    ...keys,
    ...(random.chance(0.5) && { text: random.of(random.chance(0.02) ? largeTexts : texts) }),
    ...(random.chance(0.5) && { count: random.below(5) - 2 }),
    ...(random.chance(0.2) && { count: random.of([2 ** 31 - 1, -(2 ** 31)]) }),
    ...(random.chance(0.3) && { ratio: random.of([0.5, -1.25, 1e-7]) }),
    ...(random.chance(0.3) && { flag: random.chance(0.5) }),
    ...(random.chance(0.3) && { when: new Date(Date.UTC(2026, 0, 1 + random.below(3), 0, 0, 0, random.below(3))) }),
    ...(random.chance(0.2) && { large: random.of([2n ** 53n, -1n]) }),
    ...(random.chance(0.2) && { bytes: Uint8Array.of(random.below(256), 255) }),
    // One name, several types: a merge must change the type with the value.
    ...(random.chance(0.3) && { varied: random.of<unknown>(['text', 7, true, new Date(0), 9n]) }),
    ...(random.chance(0.1) && { absent: undefined, [random.of(['nothing', 'text', 'varied'])]: null }),
  };
}

function tag(random: SeededRandom, mode: UpdateMode = 'Replace'): Tag {
  // In a merge Azurite has another code for it: see the deviations.
  if (mode === 'Replace' && random.chance(0.02)) return 'malformed';
  return random.of(['right', 'right', 'stale', 'any']);
}

function action(random: SeededRandom, keys: EntityKey): Action {
  const mode = random.of(['Merge', 'Replace'] as const);
  switch (random.of(['insert', 'insert', 'update', 'update', 'upsert', 'delete'] as const)) {
    case 'insert':
      return { kind: 'insert', entity: entity(random, keys) };
    case 'update':
      return { kind: 'update', entity: entity(random, keys), mode, tag: tag(random, mode) };
    case 'upsert':
      return { kind: 'upsert', entity: entity(random, keys), mode };
    case 'delete':
      return { kind: 'delete', entity: keys, tag: tag(random) };
  }
}

function actions(random: SeededRandom): Action[] {
  const partition = random.of(partitions);
  const count = random.chance(0.015) ? random.of([0, 99, 100, 101]) : 1 + random.below(6);
  return Array.from({ length: count }, (_, index) => {
    // Beyond the few known rows each has a key of its own, or nearly every large one would be refused as repeating.
    const keys = count > 6 ? { partitionKey: partition, rowKey: `bulk-${index}` } : key(random, partition);
    return count > 6 && random.chance(0.97)
      ? { kind: 'upsert', mode: 'Replace', entity: { ...keys, count: index } }
      : action(random, keys);
  });
}

function condition(random: SeededRandom): string {
  const row = random.of(rows);
  const choose: () => string = random.of([
    () => odata`RowKey ge ${row}`,
    () => odata`RowKey gt ${row} and RowKey le ${random.of(rows)}`,
    () => odata`RowKey lt ${row} or RowKey eq ${random.of(rows)}`,
    () => odata`RowKey ne ${row}`,
    () => odata`count ge ${random.below(5) - 2}`,
    () => odata`count ne 0`,
    () => odata`ratio lt ${0.75}`,
    () => odata`flag eq ${random.chance(0.5)}`,
    () => odata`not (flag eq true)`,
    () => odata`text eq ${random.of(["it's", 'x', 'ünï 🙂'])}`,
    () => odata`when ge ${new Date(Date.UTC(2026, 0, 2))}`,
    () => odata`when eq ${new Date(Date.UTC(2026, 0, 1))}`,
    () => odata`(count lt 1 or flag eq true) and not (text eq ${'x'})`,
  ]);
  return choose();
}

function filter(random: SeededRandom): string {
  const partition = random.of(partitions);
  const choose: () => string = random.of([
    () => odata`PartitionKey eq ${partition}`,
    () => `${odata`PartitionKey eq ${partition}`} and (${condition(random)})`,
    () => odata`PartitionKey ge ${partition} and PartitionKey lt ${random.of(partitions)}`,
    () => condition(random),
    () => '',
  ]);
  return choose();
}

function select(random: SeededRandom): readonly string[] | undefined {
  return random.of([
    undefined,
    ['partitionKey', 'rowKey'],
    ['partitionKey', 'rowKey', 'text', 'when'],
    ['count', 'varied', 'never'],
  ]);
}

export function randomOperation(random: SeededRandom): Operation {
  const table = random.chance(0.01) ? 'missing' : 'present';
  const kind = random.below(100);
  if (kind < 15) return { table, kind: 'read', entity: key(random), select: select(random) };
  if (kind < 27) {
    const pageRows = random.of([1, 3, 10, 1000]);
    return { table, kind: 'list', filter: filter(random), select: select(random), pageRows };
  }
  if (kind < 47) return { table, kind: 'transact', actions: actions(random) };
  return { table, ...action(random, key(random)) };
}
