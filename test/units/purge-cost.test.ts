import { expect, test } from 'vitest';
import { advanceDeletions } from '../../functions/timers/advance-deletions.ts';
import { day } from '../../shared/clock.ts';
import { type Leaver, largeOrganization, memberOfMany } from '../support/large-accounts.ts';
import { keyOf, servicesIn } from '../support/residents.ts';

/** One tick after the grace. @returns what it sent. */
async function requestsOfPurge({ world }: Leaver): Promise<number> {
  world.clock.advance(7 * day);
  const before = world.store.requests.length;
  await advanceDeletions.tick(servicesIn(world));
  return world.store.requests.length - before;
}

/** Fails when `removeRows` of `purge.ts` removes one row at a time. */
test('an organization of 1,000 members is purged with a tenth of a request a member, and a constant', async () => {
  const costs = [];
  for (const members of [0, 1000]) {
    const acme = await largeOrganization(members);
    costs.push(await requestsOfPurge(acme));
    const rows = acme.world.store.rows('accounts');
    expect(rows.filter(({ PartitionKey }) => PartitionKey === keyOf('Acme'))).toHaveLength(1);
  }
  const [empty = 0, full = 0] = costs;
  expect(full - empty).toBeLessThanOrEqual(100);
  expect(empty).toBeLessThanOrEqual(25);
});

test('a user in 100 organizations is purged with five requests an organization, and a constant', async () => {
  const bob = await memberOfMany(100);
  expect(await requestsOfPurge(bob)).toBeLessThanOrEqual(100 * 5 + 25);
  const rows = bob.world.store.rows('accounts');
  expect(rows.filter(({ RowKey }) => RowKey === `member:${keyOf('Bob')}`)).toEqual([]);
});
