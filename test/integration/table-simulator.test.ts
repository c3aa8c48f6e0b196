import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { seededRandom } from '../support/seeded-random.ts';
import { bothServices } from '../support/table-simulator/differential/both-services.ts';
import { randomOperation } from '../support/table-simulator/differential/random-operations.ts';
import type { Outcome } from '../support/table-simulator/differential/service-under-test.ts';

/** Several streams of operations at once, each in a table of its own, so that neither side waits for the other. */
const streams = 8;
const operationsEach = 2_600;

/** It takes some twenty seconds on two idle cores. */
const timeout = 300_000;

/** Set to repeat what a failure printed. */
const seed = Number(process.env.TABLE_SIMULATOR_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** Performs one stream on both and stops at the first difference. @returns what Azurite answered. */
async function compareStream(stream: number): Promise<Outcome[]> {
  const { azurite, simulator } = await bothServices(`differential${stream}`);
  const random = seededRandom(seed + stream);
  const outcomes: Outcome[] = [];
  for (let number = 0; number < operationsEach; number += 1) {
    const operation = randomOperation(random);
    const [theirs, ours] = await Promise.all([azurite.perform(operation), simulator.perform(operation)]);
    outcomes.push(theirs);
    if (isDeepStrictEqual(theirs, ours)) continue;
    const place = `TABLE_SIMULATOR_SEED=${seed}, stream ${stream}, operation ${number}`;
    expect({ operation, outcome: ours }, place).toEqual({ operation, outcome: theirs });
  }
  expect(await simulator.rows(), `TABLE_SIMULATOR_SEED=${seed}, stream ${stream}`).toEqual(await azurite.rows());
  return outcomes;
}

test('the simulator answers as Azurite does whatever is asked, and ends with the same rows', { timeout }, async () => {
  const all = await Promise.all(Array.from({ length: streams }, (_, stream) => compareStream(stream)));
  const outcomes = all.flat();
  const refusals = outcomes.filter((outcome) => 'status' in outcome);
  console.log(`${outcomes.length} operations compared, ${refusals.length} of them refused, seed ${seed}`);
  expect(outcomes.length).toBeGreaterThanOrEqual(20_000);
  // What was asked reached every kind of answer, and transactions were refused at each place.
  expect(new Set(refusals.map(({ status, code }) => `${status} ${code}`))).toEqual(
    new Set([
      '400 InvalidDuplicateRow',
      '400 InvalidInput',
      '400 PropertyValueTooLarge',
      '404 ResourceNotFound',
      '404 TableNotFound',
      '409 EntityAlreadyExists',
      '412 UpdateConditionNotSatisfied',
    ]),
  );
  expect(refusals.map(({ index }) => index)).toEqual(expect.arrayContaining([0, 1, 2, 3, 4, 5]));
});

test('both refuse a transaction of more than 4 MiB', async () => {
  const { azurite, simulator } = await bothServices('large');
  const actions = Array.from({ length: 100 }, (_, row) => ({
    kind: 'insert' as const,
    entity: { partitionKey: 'p', rowKey: `${row}`, text: 'x'.repeat(32 * 1024), more: 'x'.repeat(12 * 1024) },
  }));
  for (const service of [azurite, simulator]) {
    const outcome = await service.perform({ table: 'present', kind: 'transact', actions });
    expect(outcome).toEqual({ status: 413, code: 'RequestBodyTooLarge' });
    expect(await service.rows()).toEqual({ done: [{ rows: [], continues: false }] });
  }
});
