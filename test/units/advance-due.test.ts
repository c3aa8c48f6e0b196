import { expect, test } from 'vitest';
import * as accounts from '../../shared/accounts/accounts.ts';
import { day, hour, later, minute } from '../../shared/clock.ts';
import { advanceDue } from '../../shared/deletions/advance-due.ts';
import { deletionIn } from '../../shared/deletions/deletion.ts';
import { announceDue } from '../../shared/deletions/due.ts';
import { leave, own } from '../support/deletion-scene.ts';
import { register } from '../support/organization-scene.ts';
import { keyOf, servicesIn } from '../support/residents.ts';
import { createWorld, type World } from '../support/world.ts';

/** Rows that make no sense to any tick, in the partition of an hour. */
async function damaged(world: World, count: number): Promise<void> {
  const { tables, clock } = servicesIn(world);
  const partition = clock.now().toISOString().slice(0, 13).replace(/[-T]/g, '').padEnd(12, '0');
  for (let index = 0; index < count; index += 1) {
    await tables.insert('deletions', { partition, row: `ada:${index}:close`, columns: {} });
  }
}

/** Count in `advanceDue` only those that are `failed`, or none, and the second or the third is wrong. */
test('what has been due for more than a quarter of an hour, and still is after the tick, is overdue', async () => {
  const world = await createWorld();
  world.clock.advance(hour - (world.clock.now().getTime() % hour));
  await damaged(world, 1);
  world.clock.advance(hour);
  expect(await advanceDue(servicesIn(world))).toMatchObject({ failed: 1, overdue: 0 });
  world.clock.advance(16 * minute);
  expect(await advanceDue(servicesIn(world))).toMatchObject({ failed: 1, overdue: 1 });
  await damaged(world, 1001);
  world.clock.advance(2 * hour);
  expect(await advanceDue(servicesIn(world))).toMatchObject({ looked: 1000, overdue: 1001 });
});

/** Let rows that wait use up `turns`. */
test('rows that only wait take nobody’s turn', async () => {
  const world = await createWorld();
  const services = servicesIn(world);
  const [ada] = await register(world, 'Ada');
  if (ada) await leave(ada, 'Ada');
  const root = await accounts.read(services, keyOf('Ada'));
  const deletion = root && deletionIn(root);
  if (!deletion) throw new Error('Ada is not on her way out');
  for (let hours = 1; hours <= 1001; hours += 1) {
    await announceDue(services, deletion, 'restore', deletion.name, later(world.clock.now(), -hours * hour));
  }
  await damaged(world, 1);
  expect(await advanceDue(services)).toMatchObject({ looked: 1002, failed: 1, overdue: 0 });
});

test('a closed account whose time has not come is not', async () => {
  const world = await createWorld();
  const [ada] = await register(world, 'Ada');
  if (ada) await leave(ada, 'Ada');
  world.clock.advance(6 * day);
  expect(await advanceDue(servicesIn(world))).toMatchObject({ failed: 0, overdue: 0 });
});

/** Delete a line that logs `deletion` in `request.ts` or `advance.ts`. */
test('every state that a deletion comes to is a line of the log', async () => {
  const world = await createWorld();
  const [ada] = await register(world, 'Ada');
  if (!ada) throw new Error('Nobody is registered');
  await leave(ada, 'Ada');
  await ada.signIn();
  await ada.delete(own);
  await leave(ada, 'Ada');
  world.clock.advance(8 * day);
  await advanceDue(servicesIn(world));
  const steps = world.log
    .filter(({ event }) => event === 'deletion')
    .map(({ fields }) => `${fields.was} ${fields.state}`);
  const away = ['active closing', 'closing closed'];
  expect(steps).toEqual([...away, 'restoring active', ...away, 'closed purging', 'purging retired']);
});

/** `leastGraceMinutes` and `deletionGraceDays` in `purgeAfterFrom`; the comparison with `purgeAfter` in `advance`. */
test.each([
  ['0', 30],
  ['7', 7 * 24 * 60],
])('with %s days of grace an account is purged after %i minutes and no sooner', async (days, minutes) => {
  const world = await createWorld({ settings: { DELETION_GRACE_DAYS: days } });
  const [ada] = await register(world, 'Ada');
  if (!ada) throw new Error('Nobody is registered');
  await leave(ada, 'Ada');
  world.clock.advance(minutes * minute - 1);
  expect(await advanceDue(servicesIn(world))).toMatchObject({ finished: 0 });
  world.clock.advance(1);
  expect(await advanceDue(servicesIn(world))).toMatchObject({ finished: 1 });
});
