import { describe, expect, test } from 'vitest';
import { bothServices } from '../support/table-simulator/differential/both-services.ts';
import type { Operation } from '../support/table-simulator/differential/operation.ts';
import type { Outcome } from '../support/table-simulator/differential/service-under-test.ts';

interface Deviation {
  readonly what: string;
  /** Why the simulator does not answer as Azurite does. */
  readonly reason: string;
  /** The last one is where they differ. */
  readonly operations: readonly Operation[];
  readonly azurite: Outcome;
  readonly simulator: Outcome;
}

const keys = { partitionKey: 'p', rowKey: 'r' };
const done: Outcome = { done: undefined };
const refused = (status: number, code: string): Outcome => ({ status, code });
const insert = (columns: object): Operation => ({ table: 'present', kind: 'insert', entity: { ...keys, ...columns } });
const text = (length: number) => 'x'.repeat(length);
const columns = (count: number, value: unknown) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`c${index}`, value]));

/** What the random operations of the differential test leave out, because Azurite is not Azure there. */
const deviations: readonly Deviation[] = [
  {
    what: 'an integer beyond Int32 without a type',
    reason: 'Azure refuses it; Azurite keeps whatever JSON number it is given.',
    operations: [insert({ count: 2 ** 31 })],
    azurite: done,
    simulator: refused(400, 'InvalidInput'),
  },
  {
    what: 'a row of more than 1 MiB',
    reason: 'Azure refuses it; Azurite looks at the size of an inserted row only beyond 4 MiB.',
    operations: [insert(columns(20, text(32 * 1024)))],
    azurite: done,
    simulator: refused(400, 'EntityTooLarge'),
  },
  {
    what: 'a row of more than 252 properties',
    reason: 'Azure refuses it; Azurite does not count.',
    operations: [insert(columns(253, 1))],
    azurite: done,
    simulator: refused(400, 'TooManyProperties'),
  },
  {
    what: 'a property whose name is no identifier',
    reason: 'Azure refuses it; Azurite does not look.',
    operations: [insert({ 'a-b': 1 })],
    azurite: done,
    simulator: refused(400, 'PropertyNameInvalid'),
  },
  {
    what: 'a property with a name of more than 255 characters',
    reason: 'Azure refuses it; Azurite does not look.',
    operations: [insert({ [text(256)]: 1 })],
    azurite: done,
    simulator: refused(400, 'PropertyNameTooLong'),
  },
  {
    what: 'a key with a forbidden character',
    reason: 'Both refuse it; Azure by another code.',
    operations: [{ table: 'present', kind: 'insert', entity: { partitionKey: 'p', rowKey: 'a/b' } }],
    azurite: refused(400, 'InvalidInput'),
    simulator: refused(400, 'OutOfRangeInput'),
  },
  {
    what: 'a key of more than 1 KiB',
    reason: 'Both refuse it; Azure by another code.',
    operations: [{ table: 'present', kind: 'insert', entity: { partitionKey: 'p', rowKey: text(513) } }],
    azurite: refused(400, 'InvalidInput'),
    simulator: refused(400, 'KeyValueTooLarge'),
  },
  {
    what: 'a number compared with a text that reads like it',
    reason: 'Values of different types are not equal or ordered; Azurite compares them as JavaScript does.',
    operations: [
      insert({ text: '7' }),
      { table: 'present', kind: 'list', filter: 'text ge 5', select: ['text'], pageRows: 1000 },
    ],
    azurite: { done: [{ rows: [{ text: '7', hasLastTag: false }], continues: false }] },
    simulator: { done: [{ rows: [], continues: false }] },
  },
  {
    what: 'a key with quote and comma, replaced in a transaction',
    reason: 'Azurite finds the end of a key by a pattern that such a key deceives: it makes a row of another name.',
    operations: [
      {
        table: 'present',
        kind: 'transact',
        actions: [{ kind: 'upsert', mode: 'Replace', entity: { partitionKey: 'p', rowKey: "a',b" } }],
      },
      { table: 'present', kind: 'read', entity: { partitionKey: 'p', rowKey: "a',b" }, select: ['rowKey'] },
    ],
    azurite: refused(404, 'ResourceNotFound'),
    simulator: { done: { 'odata.metadata': 'its address', rowKey: "a',b", hasLastTag: true } },
  },
  {
    what: 'a malformed ETag in a merge',
    reason: 'Both refuse it; Azure by the code that a replacement has too.',
    operations: [{ table: 'present', kind: 'update', mode: 'Merge', entity: keys, tag: 'malformed' }],
    azurite: refused(400, 'InvalidOperation'),
    simulator: refused(400, 'InvalidInput'),
  },
];

describe('Azurite and the simulator, which follows Azure, differ in', () => {
  test.each(deviations.map((deviation, number) => ({ ...deviation, number })))('$what', async (deviation) => {
    const { azurite, simulator } = await bothServices(`deviation${deviation.number}`);
    const outcomes: Outcome[][] = [];
    for (const operation of deviation.operations) {
      outcomes.push(await Promise.all([azurite.perform(operation), simulator.perform(operation)]));
    }
    expect(outcomes.at(-1)).toEqual([deviation.azurite, deviation.simulator]);
    for (const [theirs, ours] of outcomes.slice(0, -1)) expect(ours).toEqual(theirs);
  });
});
