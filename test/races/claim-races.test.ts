import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { atMost } from '../support/races/at-most.ts';
import { lookAlikes, oneIdentity, oneName } from '../support/races/claims.ts';
import { race, tally } from '../support/races/race.ts';
import { newcomers } from '../support/races/site.ts';
import { startTwoHosts, type TwoHosts } from '../support/races/two-hosts.ts';

const requestsAtOnce = 64;
/** It takes some seconds on two idle cores. */
const crowdMilliseconds = 120_000;

let hosts: TwoHosts;
beforeAll(async () => {
  hosts = await startTwoHosts();
});
afterEach(async () => {
  expect(await hosts.faults()).toEqual([]);
});
afterAll(() => hosts.system.stop());

/**
 * Delete `if (!held) throw nameTaken(name);` in `insertAccount`, and those who
 * lose are told something else; make the `create` of `transactionAction` an `upsert`, and many are told 201.
 */
test('of a thousand people who ask two hosts for one name, one gets it and all the others are told that it is taken', {
  timeout: crowdMilliseconds,
}, async () => {
  const people = await newcomers(hosts, 'crowd', 1000);
  const answers = await atMost(requestsAtOnce, people, (person, index) =>
    person.at(index % 2 === 0 ? hosts.here : hosts.there).post('/api/registration', { username: 'Crowd' }),
  );
  expect(tally(answers)).toEqual({ '201': 1, '409 name-taken': 999 });
});

/** Delete the same line as above. */
test('a name that two people want at the same moment goes to one of them, and either may be the one', async () => {
  const rounds = await race({ ...oneName(hosts, 200, 'Pair'), relays: 2 });
  expect(rounds).toHaveLength(202);
  for (const answers of [rounds.flatMap(([one]) => one ?? []), rounds.flatMap(([, other]) => other ?? [])]) {
    expect(tally(answers)).toEqual({ '201': expect.any(Number), '409 name-taken': expect.any(Number) });
  }
});

/**
 * Delete `ruleOut` in `resolve` of `identity-pointers.ts`, and in about every other run somebody has two accounts; its
 * namesakes in `lost-answers.test.ts` and `test/endpoints/claim-races.test.ts` notice it each time.
 */
test('one identity, two tabs, two names: one account', async () => {
  expect(await race(oneIdentity(hosts, 200, 'Tabs'))).toHaveLength(200);
});

/** Delete the last `.replace` of `nameKey`, and several people get names that nobody can tell apart. */
test('of fifty look-alike names claimed at the same moment, one is given out', async () => {
  expect(await race(lookAlikes(hosts, 5))).toHaveLength(5);
});
