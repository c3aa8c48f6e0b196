import { expect, test } from 'vitest';
import * as accounts from '../../shared/accounts/accounts.ts';
import type { OperationId } from '../../shared/audit/operation.ts';
import { day, hour, later, minute } from '../../shared/clock.ts';
import { advanceDue } from '../../shared/deletions/advance-due.ts';
import { deletionIn } from '../../shared/deletions/deletion.ts';
import { announceDue } from '../../shared/deletions/due.ts';
import type { AccountName } from '../../shared/names/account-name.ts';
import { expiryBuckets } from '../../shared/storage/expiry-bucket.ts';
import { Unanswered } from '../../shared/storage/tables.ts';
import { leave, own } from '../support/deletion-scene.ts';
import { register } from '../support/organization-scene.ts';
import { keyOf, servicesIn } from '../support/residents.ts';
import { createWorld, type World } from '../support/world.ts';

/** Rows that no tick can make sense of, in the partition of what is due now. */
async function damaged(world: World, count: number): Promise<void> {
  const { tables, clock } = servicesIn(world);
  const partition = expiryBuckets(5).of(clock.now());
  for (let index = 0; index < count; index += 1) {
    await tables.insert('deletions', { partition, row: `ada:${index}:close`, columns: {} });
  }
}

/** Rows of deletions that never came to be, of a name that nobody has. */
async function neverBegun(world: World, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const deletion = { key: keyOf('Ada'), id: `deletion-${index}` as OperationId, name: 'Ada' as AccountName };
    await announceDue(servicesIn(world), deletion, 'restore', deletion.name, later(world.clock.now(), hour));
  }
}

/** Count in `advanceDue` none that is `failed`, or one before its time; let `bucketMinutes` be 60. */
test('what is due for more than a quarter of an hour and still is after the tick is overdue, twenty minutes after at most', async () => {
  const world = await createWorld();
  world.clock.advance(hour + minute - (world.clock.now().getTime() % hour));
  await damaged(world, 1);
  const ticks = [];
  for (const minutes of [0, 14, 4, 1]) {
    world.clock.advance(minutes * minute);
    ticks.push(await advanceDue(servicesIn(world)));
  }
  expect(ticks.map(({ failed, overdue }) => [failed, overdue])).toEqual([
    [1, 0],
    [1, 0],
    [1, 0],
    [1, 1],
  ]);
});

/** Read in `rowsDue` below the bucket of now alone, and a purge comes a tick later; below that of an hour on: it looks too soon. */
test('a tick looks at what is due in its own five minutes, and at nothing later', async () => {
  const world = await createWorld();
  world.clock.advance(hour - (world.clock.now().getTime() % hour));
  await damaged(world, 1);
  world.clock.advance(5 * minute);
  await damaged(world, 1);
  world.clock.advance(-minute);
  expect(await advanceDue(servicesIn(world))).toMatchObject({ looked: 1 });
  world.clock.advance(minute);
  expect(await advanceDue(servicesIn(world))).toMatchObject({ looked: 2 });
});

/** Let rows that fail use up `turns`. */
test('rows that cannot be read take nobody’s turn', async () => {
  const world = await createWorld();
  await damaged(world, 1001);
  const [ada] = await register(world, 'Ada');
  if (ada) await leave(ada, 'Ada');
  world.clock.advance(8 * day);
  expect(await advanceDue(servicesIn(world))).toEqual({ looked: 1002, finished: 1, failed: 1001, overdue: 1001 });
});

/** Never count `silences`, or count one failure for one although storage answered. */
test('a tick gives up when storage gives no answer for five rows in a row', async () => {
  const world = await createWorld();
  const services = servicesIn(world);
  await damaged(world, 6);
  await neverBegun(world, 7);
  world.clock.advance(day);
  const read = () => Promise.reject(new Unanswered('Storage gave no answer'));
  const counts = await advanceDue({ ...services, tables: { ...services.tables, read } });
  // The seventh is not looked at: it stands for whatever else may be late.
  expect(counts).toEqual({ looked: 6 + 5, finished: 0, failed: 6 + 5, overdue: 6 + 5 + 1 });
  expect(await advanceDue(services)).toMatchObject({ looked: 6 + 7, finished: 7, overdue: 6 });
});

/** Go on with `mostTurns` and one. */
test('a tick goes on with a thousand rows, and says that there are more', async () => {
  const world = await createWorld();
  const services = servicesIn(world);
  await neverBegun(world, 1001);
  world.clock.advance(day);
  expect(await advanceDue(services)).toEqual({ looked: 1000, finished: 1000, failed: 0, overdue: 1 });
  expect(await advanceDue(services)).toEqual({ looked: 1, finished: 1, failed: 0, overdue: 0 });
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
