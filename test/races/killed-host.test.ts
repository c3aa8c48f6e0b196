import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Answered } from '../support/browser-actor.ts';
import { atMost } from '../support/races/at-most.ts';
import { type Claim, claimAt, toldOfClaim } from '../support/races/claims.ts';
import { tally } from '../support/races/race.ts';
import { holds, newcomers } from '../support/races/site.ts';
import { startTwoHosts, type TwoHosts } from '../support/races/two-hosts.ts';

const requestsAtOnce = 64;

let hosts: TwoHosts;
beforeAll(async () => {
  hosts = await startTwoHosts();
});
afterEach(async () => {
  expect(await hosts.faults()).toEqual([]);
});
afterAll(() => hosts.system.stop());

/**
 * Delete `if (held) return await reopen(attempt, held);` in `settle` of `claim.ts`, and those who were told 201 are told
 * afterwards that their name is taken. Delete `insertAuditRow(…)` in `actionsOf`, and there are accounts that nobody
 * registered.
 */
test.each([
  ['few', 10],
  ['some', 40],
  ['many', 90],
])(
  'a host that is killed when %s of its claims are answered breaks no promise, and whoever asks again is told the truth',
  async (word, answeredBefore) => {
    const people = await newcomers(hosts, word, 240);
    // Two people want each name, one at either host.
    const claims = people.map((person, index): Claim => ({ person, name: `${word}${index >> 1}` }));
    const placeOf = (index: number) => (index % 2 === 0 ? hosts.here : hosts.there);
    const [, victim] = hosts.system.hosts;
    let answered = 0;
    let killed: Promise<void> | undefined;
    const broken: string[] = [];
    const heard = await atMost(requestsAtOnce, claims, async (claim, index) => {
      try {
        const answer = await claimAt(placeOf(index), claim);
        answered += 1;
        if (answered >= answeredBefore) killed ??= victim?.kill();
        return answer;
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === undefined) throw error;
        broken.push(code);
        return undefined;
      }
    });
    await killed;
    // Some were under way at that moment, and not just sent when nobody listened any longer.
    expect(broken).toContain('ECONNRESET');
    expect(await hosts.faults()).toEqual([]);
    await victim?.restart();

    // Everybody who was told 201 is signed in, at the other host too.
    const created = claims
      .map(({ person }, index) => ({ person, index }))
      .filter(({ index }) => isCreated(heard[index]));
    expect(created.length).toBeGreaterThan(0);
    const sessions = await atMost(requestsAtOnce, created, ({ person, index }) =>
      person.at(placeOf(index + 1)).get('/api/session'),
    );
    expect(tally(sessions)).toEqual({ '200': created.length });

    const again = await atMost(requestsAtOnce, claims, (claim, index) => claimAt(placeOf(index + 1), claim));
    const theirs = await atMost(requestsAtOnce, claims, ({ person, name }) => holds(hosts, person, name));
    expect(again.map(toldOfClaim)).toEqual(theirs.map((isTheirs) => (isTheirs ? 'theirs' : '409 name-taken')));
    expect(theirs.filter(Boolean)).toHaveLength(claims.length / 2);
    expect(created.every(({ index }) => theirs[index])).toBe(true);
  },
);

function isCreated(answer: Answered | undefined): boolean {
  return answer?.status === 201;
}
