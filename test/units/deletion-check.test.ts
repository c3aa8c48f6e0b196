import { expect, test } from 'vitest';
import { advanceDeletions } from '../../functions/timers/advance-deletions.ts';
import { day, hour } from '../../shared/clock.ts';
import { checkIntegrity } from '../../shared/integrity/check-integrity.ts';
import { everyKey } from '../../shared/integrity/key-ranges.ts';
import { unlimited } from '../../shared/integrity/partitions-within.ts';
import type { Actor } from '../support/browser-actor.ts';
import { leave, ofOrganization, own, publish, rootOf } from '../support/deletion-scene.ts';
import { runBeside } from '../support/faults/run-beside.ts';
import { tick, tickAll } from '../support/laboratory/quiet-world.ts';
import { join, organizationScene } from '../support/organization-scene.ts';
import { keyOf, servicesIn } from '../support/residents.ts';
import type { World } from '../support/world.ts';

async function findingsIn(world: World): Promise<string[]> {
  const findings: string[] = [];
  await checkIntegrity(servicesIn(world), everyKey, unlimited, ({ invariant, row, detail }) =>
    findings.push(`${invariant} ${row} ${detail}`),
  );
  return findings;
}

async function bobIsClosed(): Promise<World> {
  const { world, ada, bob } = await organizationScene();
  await join(ada, bob, 'Bob');
  await publish(world, 'pad', 'Ada');
  expect((await leave(bob, 'Bob')).status).toBe(202);
  return world;
}

test('an account that is closed as it should be is not a finding', async () => {
  expect(await findingsIn(await bobIsClosed())).toEqual([]);
});

test('a seat that counts although its user is closed is one', async () => {
  const world = await bobIsClosed();
  const { tables } = servicesIn(world);
  const row = await tables.read('accounts', { partition: keyOf('Acme'), row: `member:${keyOf('Bob')}` });
  const { suspended: _, ...columns } = row?.columns ?? {};
  await tables.replace(
    'accounts',
    { partition: keyOf('Acme'), row: `member:${keyOf('Bob')}`, columns },
    row?.etag ?? '',
  );
  expect(await findingsIn(world)).toContain(`I8 membership:${keyOf('Acme')} is marked wrong for one who is closed`);
});

test('an account on its way out for which nothing wakes the timer is one', async () => {
  const world = await bobIsClosed();
  const { tables } = servicesIn(world);
  for (const { PartitionKey: partition, RowKey: row } of world.store.rows('deletions')) {
    await tables.transact('deletions', [{ kind: 'remove', key: { partition, row } }]);
  }
  expect(await findingsIn(world)).toEqual(['I12 account is closed, and nothing wakes the timer for it']);
});

test('a closed account that should have gone long ago is one', async () => {
  const world = await bobIsClosed();
  world.clock.advance(7 * day + 6 * hour);
  expect(await findingsIn(world)).toEqual([]);
  world.clock.advance(1);
  expect(await findingsIn(world)).toEqual(['I12 account is closed, and should have gone long ago']);
});

/** Processes that die a little later each, until one leaves the account in that state. */
async function leaveIn(world: World, state: string, act: (there: World) => Promise<unknown>): Promise<void> {
  for (let at = 1; rootOf(world.store, 'Bob')?.state !== state; at += 1) {
    if (at > 50) throw new Error(`Bob never is ${state}`);
    await runBeside(world, [{ at, fault: 'dies-before' }], act);
  }
}

/** Take its state out of `dueSince`; for a restoring, believe the deletion's beginning instead of the entry's time. */
test.each<[string, string, (world: World, bob: Actor) => Promise<unknown>]>([
  ['closing', 'been closed', (world, bob) => leaveIn(world, 'closing', (there) => leave(bob.at(there), 'Bob'))],
  [
    'restoring',
    'been active',
    async (world, bob) => {
      await leave(bob, 'Bob');
      world.clock.advance(3 * day);
      await bob.signIn();
      await leaveIn(world, 'restoring', (there) => bob.at(there).delete(own));
    },
  ],
  [
    'purging',
    'gone',
    async (world, bob) => {
      await leave(bob, 'Bob');
      world.clock.advance(7 * day);
      await leaveIn(world, 'purging', (there) => tick(there, advanceDeletions));
    },
  ],
])('an account that is %s for longer than six hours is one', async (state, end, bring) => {
  const { world, bob } = await organizationScene();
  await bring(world, bob);
  world.clock.advance(6 * hour);
  expect(await findingsIn(world)).toEqual([]);
  world.clock.advance(1);
  expect(await findingsIn(world)).toEqual([`I12 account is ${state}, and should have ${end} long ago`]);
});

/** Look in `retiredFindings` at the root alone. */
test('any row beside an account that is gone is one, except those that say that nothing happened', async () => {
  const world = await bobIsClosed();
  world.clock.advance(8 * day);
  await tickAll(world);
  expect(await findingsIn(world)).toEqual([]);
  const { tables } = servicesIn(world);
  const bob = keyOf('Bob');
  await tables.insert('accounts', {
    partition: bob,
    row: 'audit:1-x',
    columns: { event: 'user:session:end', actor: 'Bob' },
  });
  await tables.insert('accounts', { partition: bob, row: 'audit:2-x', columns: { void: true } });
  await tables.insert('accounts', { partition: bob, row: `seen:x`, columns: {} });
  const found = await findingsIn(world);
  expect(found.filter((one) => one.startsWith('I5'))).toEqual([
    'I5 audit:1-x stands beside an account that is retired',
    'I5 seen:x stands beside an account that is retired',
  ]);
});

/** Let `isLeftAlone` answer false, and every purge that takes more than a moment is a false alarm. */
test('the seat of somebody who left while the organization is being purged is not', async () => {
  const { world, ada, bob } = await organizationScene();
  await join(ada, bob, 'Bob');
  await leave(ada, 'Acme', ofOrganization('Acme'));
  world.clock.advance(7 * day);
  for (let at = 1; rootOf(world.store, 'Acme')?.state !== 'purging'; at += 1) {
    await runBeside(world, [{ at, fault: 'dies-before' }], (there) => tick(there, advanceDeletions));
  }
  await bob.signIn();
  expect((await leave(bob, 'Bob')).status).toBe(202);
  expect(await findingsIn(world)).toEqual([]);
});
