import { describe, expect, test } from 'vitest';
import { type Actor, actor } from '../support/browser-actor.ts';
import { expectSoundOrganizations } from '../support/organization-invariants.ts';
import { accept, invite, join, organizationScene, register } from '../support/organization-scene.ts';
import { isOnSelf, moves, pairings } from '../support/races/last-administrators.ts';
import { createWorld, type World } from '../support/world.ts';

const acme = '/api/organizations/Acme';
const rounds = 30;

/** Another process, whose storage requests fall between those of the first: each waits longer from round to round. */
async function processBeside(world: World, round: number): Promise<World> {
  let sent = 0;
  const policy = {
    name: 'out-of-step',
    async sendRequest(request: never, next: (request: never) => Promise<never>) {
      sent += 1;
      for (let turn = 0; turn < round * 4 + (sent % 3) * 5; turn += 1) await Promise.resolve();
      return await next(request);
    },
  };
  return await createWorld({
    beside: world,
    tables: { additionalPolicies: [{ position: 'perRetry', policy: policy as never }] },
  });
}

describe('two last administrators at two processes', () => {
  test.each(pairings)('one %s, one %s: an administrator stays, and the answers are true', async (first, second) => {
    for (let round = 0; round < rounds; round += 1) {
      const { world, ada, bob } = await organizationScene();
      await join(ada, bob, 'Bob', 'admin');
      const other = bob.at(await processBeside(world, round));
      const answers = await Promise.all([moves[first](ada, 'Ada', 'Bob'), moves[second](other, 'Bob', 'Ada')]);
      const succeeded = answers.filter(({ status }) => status < 300).length;
      // Without the counts under the root's ETag (`counted` in members.ts) both would succeed in some rounds.
      if (isOnSelf(first) === isOnSelf(second)) expect([round, succeeded]).toEqual([round, 1]);
      else expect(succeeded).toBeGreaterThanOrEqual(1);
      await expectSoundOrganizations(world.store);
    }
  });
});

describe('an invitation at two processes', () => {
  test('accepted and withdrawn at once is either, never both', async () => {
    const outcomes = new Set<string>();
    for (let round = 0; round < rounds; round += 1) {
      const { world, ada, bob } = await organizationScene();
      await invite(ada, 'Bob');
      const [accepted, withdrawn] = await Promise.all([
        accept(bob, 'Bob'),
        ada.at(await processBeside(world, round)).delete(`${acme}/invitations/Bob`),
      ]);
      // Withdrawing what was just accepted means removing what is gone: 204 either way.
      expect(withdrawn.status).toBe(204);
      expect((await bob.get(acme)).status).toBe(accepted.status === 200 ? 200 : 404);
      outcomes.add(String(accepted.status));
      await expectSoundOrganizations(world.store);
    }
    expect([...outcomes].toSorted()).toEqual(['200', '404']);
  });

  test('accepted while its inviter is removed counts only if it came first', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const { world, ada, bob, cyd } = await organizationScene();
      await join(ada, bob, 'Bob', 'admin');
      await invite(bob, 'Cyd');
      const [accepted, removed] = await Promise.all([
        accept(cyd, 'Cyd'),
        ada.at(await processBeside(world, round)).delete(`${acme}/members/Bob`),
      ]);
      expect(removed.status).toBe(204);
      const events = ((await ada.get(`${acme}/history`)).json.items as { event: string; actor: string }[]).filter(
        ({ event, actor }) => event === 'organization:member:join' && actor === 'Cyd',
      );
      expect([accepted.status, events.length]).toEqual(accepted.status === 200 ? [200, 1] : [409, 0]);
      await expectSoundOrganizations(world.store);
    }
  });
});

test('one name is created once, whoever asks at the same time, users and organizations alike', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const world = await createWorld();
    const [ada, bob] = (await register(world, 'Ada', 'Bob')) as [Actor, Actor];
    const beside = await processBeside(world, round);
    const eve = actor(beside, 'eve');
    await eve.signIn();
    const statuses = await Promise.all([
      ada.post('/api/organizations', { name: 'Mike' }),
      bob.at(beside).post('/api/organizations', { name: 'M1ke' }),
      eve.post('/api/registration', { username: 'rnike' }),
    ]);
    expect([round, statuses.map(({ status }) => status).toSorted()]).toEqual([round, [201, 409, 409]]);
    await expectSoundOrganizations(world.store);
  }
});
