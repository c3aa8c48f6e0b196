import { expect, test } from 'vitest';
import { advanceDeletions } from '../../functions/timers/advance-deletions.ts';
import { insertAuditRow } from '../../shared/audit/audit-entry.ts';
import { newOperation } from '../../shared/audit/operation.ts';
import { day } from '../../shared/clock.ts';
import type { AccountName } from '../../shared/names/account-name.ts';
import { accept } from '../../shared/organizations/invitations.ts';
import { invite } from '../../shared/organizations/invite.ts';
import { memberKey, memberRow } from '../../shared/organizations/member.ts';
import * as organizations from '../../shared/organizations/organizations.ts';
import { leave, ofOrganization } from '../support/deletion-scene.ts';
import { join, organizationScene } from '../support/organization-scene.ts';
import { callerOf, keyOf, servicesIn, settleUser } from '../support/residents.ts';
import type { World } from '../support/world.ts';

/** One tick after the grace. @returns what it sent. */
async function requestsOfPurge(world: World): Promise<number> {
  world.clock.advance(7 * day);
  const before = world.store.requests.length;
  await advanceDeletions.tick(servicesIn(world));
  return world.store.requests.length - before;
}

/** So many have joined, each with the entries of being invited and of joining. */
async function fill(world: World, name: string, members: number): Promise<void> {
  const services = servicesIn(world);
  const partition = keyOf(name);
  for (let index = 0; index < members; index += 1) {
    const [invited, joined] = [newOperation(services), newOperation(services)];
    const member = {
      name: `member${index}` as AccountName,
      role: 'collaborator',
      joinedAt: services.clock.now(),
    } as const;
    await services.tables.transact('accounts', [
      {
        kind: 'insert',
        row: memberRow(memberKey(partition, keyOf(member.name)), { ...member, joined, granted: joined }),
      },
      ...[invited, joined].map((operation) =>
        insertAuditRow(partition, operation, {
          event: 'organization:member:join',
          actor: member.name,
          at: member.joinedAt,
        }),
      ),
    ]);
  }
}

/** Fails when `removeRows` of `purge.ts` removes one row at a time. */
test('an organization of 1,000 members is purged with a tenth of a request a member, and a constant', async () => {
  const costs = [];
  for (const members of [0, 1000]) {
    const { world, ada } = await organizationScene();
    await fill(world, 'Acme', members);
    expect((await leave(ada, 'Acme', ofOrganization('Acme'))).status).toBe(202);
    costs.push(await requestsOfPurge(world));
    expect(world.store.rows('accounts').filter(({ PartitionKey }) => PartitionKey === keyOf('Acme'))).toHaveLength(1);
  }
  const [empty = 0, full = 0] = costs;
  expect(full - empty).toBeLessThanOrEqual(100);
  expect(empty).toBeLessThanOrEqual(25);
});

test('a user in 100 organizations is purged with five requests an organization, and a constant', async () => {
  const { world, ada, bob } = await organizationScene();
  await join(ada, bob, 'Bob');
  const founders = ['Cyd', ...Array.from({ length: 24 }, (_, index) => `Founder${index}`)];
  for (const founder of founders.slice(1)) await settleUser(world, founder);
  for (let index = 0; index < 99; index += 1) {
    // Nobody creates more than five a day.
    const caller = await callerOf(world, founders[Math.floor(index / 4)] ?? '');
    const name = `Org${index}` as AccountName;
    await organizations.create(servicesIn(world), caller, name);
    await seatIn(world, name);
  }
  expect((await leave(bob, 'Bob')).status).toBe(202);
  expect(await requestsOfPurge(world)).toBeLessThanOrEqual(100 * 5 + 25);
  expect(world.store.rows('accounts').filter(({ RowKey }) => RowKey === `member:${keyOf('Bob')}`)).toEqual([]);
});

/** Bob joins, by the operations that people call. */
async function seatIn(world: World, name: AccountName): Promise<void> {
  const services = servicesIn(world);
  const founder = world.store
    .rows('accounts')
    .find(({ PartitionKey, RowKey }) => PartitionKey === keyOf(name) && RowKey.startsWith('member:'));
  await invite(services, await callerOf(world, String(founder?.name)), name, 'Bob' as AccountName, 'collaborator');
  await accept(services, await callerOf(world, 'Bob'), name, 'Bob');
}
