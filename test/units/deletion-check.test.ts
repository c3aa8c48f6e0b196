import { expect, test } from 'vitest';
import { advanceDeletions } from '../../functions/timers/advance-deletions.ts';
import { day, hour } from '../../shared/clock.ts';
import { checkIntegrity } from '../../shared/integrity/check-integrity.ts';
import { everyKey } from '../../shared/integrity/key-ranges.ts';
import { leave, ofOrganization, publish, rootOf } from '../support/deletion-scene.ts';
import { runBeside } from '../support/faults/run-beside.ts';
import { tick, tickAll } from '../support/laboratory/quiet-world.ts';
import { join, organizationScene } from '../support/organization-scene.ts';
import { keyOf, servicesIn } from '../support/residents.ts';
import type { World } from '../support/world.ts';

async function findingsIn(world: World): Promise<string[]> {
  const findings: string[] = [];
  await checkIntegrity(servicesIn(world), everyKey, 10_000, ({ invariant, row, detail }) =>
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
