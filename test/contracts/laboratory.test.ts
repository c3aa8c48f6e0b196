import { expect, test } from 'vitest';
import { operations } from '../support/laboratory/operations.ts';
import { allEndpoints, createWorld } from '../support/world.ts';

/** Forms do what endpoints of the API do, through the same operations. */
const changing = allEndpoints.filter(({ method, bodyType }) => method !== 'GET' && bodyType !== 'form');

test('the laboratory has an operation for every endpoint that changes something', async () => {
  const called = new Set<unknown>();
  for (const operation of operations) {
    const world = await createWorld();
    const cast = await operation.prepare(world);
    world.log.length = 0;
    const told = await operation.act(world, cast);
    expect(operation.done).toContain(told.status);
    expect(operation.isDone(world.store, cast)).toBe(true);
    for (const { event, fields } of world.log) if (event === 'request') called.add(fields.endpoint);
  }
  expect(changing.map(({ name }) => name).filter((name) => !called.has(name))).toEqual([]);
  expect([...called]).toContain('complete-sign-in');
});
