import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Actor, actor } from '../support/browser-actor.ts';
import { atMost } from '../support/races/at-most.ts';
import { race, tally } from '../support/races/race.ts';
import { newcomers } from '../support/races/site.ts';
import { startTwoHosts, type TwoHosts } from '../support/races/two-hosts.ts';

let hosts: TwoHosts;
beforeAll(async () => {
  hosts = await startTwoHosts();
});
afterEach(async () => {
  expect(await hosts.faults()).toEqual([]);
});
afterAll(() => hosts.system.stop());

/**
 * Let `consume` return `flow` without asking `isConsumedBy`, or delete its `if (flow.consumedBy !== undefined) throw …`,
 * and more than one reaches Microsoft.
 */
test('of twenty replays of one callback at two hosts at once, one is let in', async () => {
  const rounds = await race<Replay>({
    rounds: 30,
    async prepare() {
      const browser = actor(hosts.here, 'ada');
      return { browser, callback: await browser.beginSignIn() };
    },
    contenders: Array.from({ length: 20 }, (_, index) => {
      return ({ browser, callback }) => browser.at(index % 2 === 0 ? hosts.here : hosts.there).get(callback);
    }),
    judge: (answers) => expect(tally(answers)).toEqual({ '303': 1, '400': 19 }),
  });
  expect(rounds).toHaveLength(30);
});

/** Delete `if (token) await sessions.end(services, token);` in `signOut`. */
test('whoever signs out at one host is signed out at the other with the next request', async () => {
  const people = await signedIn('Leaver', 50);
  const seen = await atMost(16, people, async ({ there, here }) => {
    const before = await there.get('/api/session');
    await here.post('/sign-out');
    return [before.status, (await there.get('/api/session')).status];
  });
  expect(seen).toEqual(Array(50).fill([200, 401]));
});

/** Delete the line of `sessions.end` that returns when there is no such session, and the slower one sees a fault. */
test('of two sign-outs of one session at two hosts at once, both are told that it is done', async () => {
  const people = await signedIn('Twice', 50);
  const rounds = await race<Tabs>({
    rounds: people.length,
    prepare: async (round) => people[round] as Tabs,
    contenders: [({ here }) => here.post('/sign-out'), ({ there }) => there.post('/sign-out')],
    judge: (answers) => expect(tally(answers)).toEqual({ '204': 2 }),
  });
  expect(rounds).toHaveLength(50);
});

interface Replay {
  readonly browser: Actor;
  readonly callback: string;
}

/** One session, with a copy of the cookies for each host. */
interface Tabs {
  readonly here: Actor;
  readonly there: Actor;
}

async function signedIn(word: string, count: number): Promise<Tabs[]> {
  const people = await newcomers(hosts, word, count);
  return await atMost(16, people, async (here, index) => {
    await here.post('/api/registration', { username: `${word}${index}` });
    return { here, there: actor(hosts.there, here.person, new Map(here.cookies)) };
  });
}
