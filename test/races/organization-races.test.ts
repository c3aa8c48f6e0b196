import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../support/browser-actor.ts';
import { accept, invite } from '../support/organization-scene.ts';
import { isOnSelf, moves, pairings } from '../support/races/last-administrators.ts';
import { insist, race, tally, told } from '../support/races/race.ts';
import { newcomer } from '../support/races/site.ts';
import { startTwoHosts, type TwoHosts } from '../support/races/two-hosts.ts';
import { done, users } from '../support/races/users.ts';

const rounds = 200;

const fewRounds = 50;
/** They take some seconds on two idle cores. */
const manyMilliseconds = 120_000;
/** The most organizations a user may create in a day. */
const mostCreated = 5;

interface Named {
  readonly self: Actor;
  readonly name: string;
}

let hosts: TwoHosts;
let adas: Named[];
let bobs: Named[];
let cyds: Named[];
let dees: Named[];
beforeAll(async () => {
  hosts = await startTwoHosts();
  adas = await named('Ada', rounds);
  bobs = await named('Bob', rounds);
  cyds = await named('Cyd', fewRounds);
  dees = await named('Dee', fewRounds);
}, manyMilliseconds);
afterEach(async () => {
  expect(await hosts.faults()).toEqual([]);
});
afterAll(() => hosts.system.stop());

async function named(word: string, count: number): Promise<Named[]> {
  return (await users(hosts, word, count)).map((self, index) => ({ self, name: `${word}${index}` }));
}

interface Founded {
  readonly name: string;
  readonly founder: Named;
  /** Invited, or a second administrator. Asks the other host. */
  readonly guest: Named;
}

async function founded(name: string, founder: Named | undefined, guest: Named | undefined): Promise<Founded> {
  if (!founder || !guest) throw new Error('There are not as many people');
  await done(() => founder.self.post('/api/organizations', { name }));
  return { name, founder, guest: { ...guest, self: guest.self.at(hosts.there) } };
}

async function administered(...given: Parameters<typeof founded>): Promise<Founded> {
  const scene = await founded(...given);
  const { founder, guest, name } = scene;
  await done(() => invite(founder.self, guest.name, 'admin', name));
  await done(() => accept(guest.self, guest.name, name));
  return scene;
}

async function invited(...given: Parameters<typeof founded>): Promise<Founded> {
  const scene = await founded(...given);
  await done(() => invite(scene.founder.self, scene.guest.name, 'collaborator', scene.name));
  return scene;
}

const accepts = ({ guest, name }: Founded) => insist(() => accept(guest.self, guest.name, name));

async function membersOf(somebody: Actor, name: string) {
  const { items } = (await somebody.get(`/api/organizations/${name}/members`)).json as {
    items?: { username: string; role: string }[];
  };
  return items;
}

async function namesOf(somebody: Actor, name: string) {
  return ((await membersOf(somebody, name)) ?? []).map(({ username }) => username).toSorted();
}

/** Delete `if (changed.adminCount < 1) throw …` in `counted` of `members.ts`, and nobody is left who may administer. */
describe('two last administrators at two hosts', () => {
  test.each(pairings)(
    'one %s, one %s: an administrator stays, and it is as they were told',
    { timeout: manyMilliseconds },
    async (first, second) => {
      const at = pairings.findIndex(([one, other]) => one === first && other === second);
      const [founders, guests] = at < mostCreated ? [adas, bobs] : [bobs, adas];
      const answered = await race<Founded>({
        rounds,
        prepare: (round) => administered(`Pair${at}-${round}`, founders[round], guests[round]),
        contenders: [
          ({ founder, guest, name }) => insist(() => moves[first](founder.self, founder.name, guest.name, name)),
          ({ founder, guest, name }) => insist(() => moves[second](guest.self, guest.name, founder.name, name)),
        ],
        async judge(answers, { founder, guest, name }) {
          const succeeded = answers.filter(({ status }) => status < 300).length;
          if (isOnSelf(first) === isOnSelf(second)) expect(succeeded).toBe(1);
          else expect(succeeded).toBeGreaterThanOrEqual(1);
          const members = (await membersOf(founder.self, name)) ?? (await membersOf(guest.self, name)) ?? [];
          expect(members.filter(({ role }) => role === 'admin').length).toBeGreaterThanOrEqual(1);
        },
      });
      expect(answered).toHaveLength(rounds);
    },
  );
});

/** Leave the row of the invitation out of what `accept` removes, and it can be withdrawn after it was used. */
test('an invitation that is accepted and withdrawn at once is either', async () => {
  await race<Founded>({
    rounds: fewRounds,
    prepare: (round) => invited(`Withdrawn${round}`, cyds[round], bobs[round]),
    contenders: [
      accepts,
      ({ founder, guest, name }) =>
        insist(() => founder.self.delete(`/api/organizations/${name}/invitations/${guest.name}`)),
    ],
    async judge([accepted, withdrawn], { guest, name }) {
      expect(withdrawn?.status).toBe(204);
      expect([200, 404]).toContain(accepted?.status);
      expect((await guest.self.get(`/api/organizations/${name}`)).status).toBe(accepted?.status);
    },
  });
});

/** Delete the `throw` of `invitation-void` in `accept`, and an administrator who is gone still lets somebody in. */
test('an invitation accepted while its inviter is removed counts only if it came first', async () => {
  await race<Founded & { readonly dee: Named }>({
    rounds: fewRounds,
    async prepare(round) {
      const scene = await administered(`Inviter${round}`, cyds[round], bobs[round]);
      const dee = dees[round] as Named;
      await done(() => invite(scene.guest.self, dee.name, 'collaborator', scene.name));
      return { ...scene, dee };
    },
    contenders: [
      ({ dee, name }) => insist(() => accept(dee.self, dee.name, name)),
      ({ founder, guest, name }) =>
        insist(() => founder.self.at(hosts.there).delete(`/api/organizations/${name}/members/${guest.name}`)),
    ],
    async judge(answers, { founder, dee, name }) {
      const [accepted = '', removed] = answers.map(told);
      expect(removed).toBe('204');
      expect(['200', '409 invitation-void']).toContain(accepted);
      expect(await namesOf(founder.self, name)).toEqual(accepted === '200' ? [founder.name, dee.name] : [founder.name]);
    },
  });
});

/** Let `accept` throw `not-found` when the invitation is gone, without looking for a seat: the slower tab is told 404. */
test('an invitation accepted in two tabs at once makes one seat, and both are told so', async () => {
  await race<Founded>({
    rounds: fewRounds,
    prepare: (round) => invited(`Tabs${round}`, cyds[round], dees[round]),
    contenders: [accepts, ({ guest, name }) => insist(() => accept(guest.self.at(hosts.here), guest.name, name))],
    async judge(answers, { founder, guest, name }) {
      expect(tally(answers)).toEqual({ '200': 2 });
      expect(await namesOf(founder.self, name)).toEqual([founder.name, guest.name]);
    },
  });
});

/** Delete the last `.replace` of `nameKey`, and the user and an organization get names that nobody can tell apart. */
test('of a user and two organizations whose names are one or look alike, one is created', async () => {
  await race<{ readonly eve: Actor; readonly cyd: Actor; readonly dee: Actor; readonly round: number }>({
    rounds: fewRounds,
    async prepare(round) {
      const [cyd, dee] = [cyds[round]?.self, dees[round]?.self] as [Actor, Actor];
      return { eve: await newcomer(hosts, `eve-${round}`), cyd, dee: dee.at(hosts.there), round };
    },
    contenders: [
      ({ eve, round }) => insist(() => eve.post('/api/registration', { username: `rnike-${round}` })),
      ({ cyd, round }) => insist(() => cyd.post('/api/organizations', { name: `Mike-${round}` })),
      ({ dee, round }) => insist(() => dee.post('/api/organizations', { name: `Mike-${round}` })),
    ],
    judge: (answers) => expect(tally(answers)).toEqual({ '201': 1, '409 name-taken': 2 }),
  });
});
