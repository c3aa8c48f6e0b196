import { afterAll, beforeAll, expect, test } from 'vitest';
import { minute } from '../../shared/clock.ts';
import { leave, ofOrganization } from '../support/deletion-scene.ts';
import { fill } from '../support/large-accounts.ts';
import { startLossyProxy } from '../support/races/lossy-proxy.ts';
import { startTwoHosts, type TwoHosts } from '../support/races/two-hosts.ts';
import { done, stateOf, user } from '../support/races/users.ts';
import { keyOf } from '../support/residents.ts';

let hosts: TwoHosts;
/** Called when storage has removed a batch of rows and before anybody hears of it. */
let afterBatch: () => void = () => undefined;
beforeAll(async () => {
  hosts = await startTwoHosts({
    settings: { DELETION_GRACE_DAYS: '0' },
    tablesProxy: (connectionString) =>
      startLossyProxy(connectionString, {
        request: () => false,
        answer({ asked }) {
          if (/^DELETE .*\baccounts\b/m.test(asked)) afterBatch();
          return false;
        },
      }),
  });
});
afterAll(() => hosts.system.stop());

/** The purge runs at host `index`, which is killed when `batches` of its batches are applied. */
async function purgeUntilKilled(index: number, batches: number): Promise<void> {
  const host = hosts.system.hosts[index];
  let seen = 0;
  const killed = new Promise<void>((resolve, reject) => {
    afterBatch = () => {
      seen += 1;
      if (seen === batches) host?.kill().then(resolve, reject);
    };
  });
  await host?.fire('advance-deletions');
  await killed;
  afterBatch = () => undefined;
}

/** How many rows the organization has, and in what state it is. */
async function found() {
  let rows = 0;
  let cursor: string | undefined;
  do {
    const page = await hosts.services.tables.list('accounts', { partition: keyOf('Acme') }, { limit: 1000, cursor });
    rows += page.rows.length;
    cursor = page.next;
  } while (cursor !== undefined);
  return { rows, state: await stateOf(hosts, 'Acme') };
}

/** Let `finishPurge` retire before `removeRows`, and members stay for ever: nobody returns to a retired account. */
test('two hosts that are killed in the middle of the purge of 1,000 members leave nothing but what the next finishes', async () => {
  const ada = await user(hosts, 'Ada');
  await done(() => ada.post('/api/organizations', { name: 'Acme' }));
  await fill(hosts.services, 'Acme', 1000);
  await done(() => leave(ada, 'Acme', ofOrganization('Acme')));
  await hosts.system.moveClock(31 * minute);
  const whole = await found();
  expect(whole.state).toBe('closed');

  await purgeUntilKilled(0, 4);
  const most = await found();
  expect(most.state).toBe('purging');
  expect(most.rows).toBeLessThan(whole.rows);
  await purgeUntilKilled(1, 22);
  const some = await found();
  expect(some.state).toBe('purging');
  expect(some.rows).toBeLessThan(most.rows);
  expect(some.rows).toBeGreaterThan(1);

  const [host] = hosts.system.hosts;
  await host?.restart();
  await host?.fire('advance-deletions');
  // The root of a retired name stays.
  await expect.poll(found, { timeout: 30_000 }).toEqual({ rows: 1, state: 'retired' });
  expect(await hosts.faults()).toEqual([]);
});
