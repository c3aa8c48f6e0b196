import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { grace } from '../../local/stand-in/people.ts';
import { type Actor, actor, type Place } from '../support/browser-actor.ts';
import { atMost } from '../support/races/at-most.ts';
import { hostPlace } from '../support/races/host-place.ts';
import { insist, race, told } from '../support/races/race.ts';
import { startTwoHosts, type TwoHosts } from '../support/races/two-hosts.ts';
import { done, user } from '../support/races/users.ts';

const rounds = 50;

let hosts: TwoHosts;
beforeAll(async () => {
  hosts = await startTwoHosts();
});
afterEach(async () => {
  expect(await hosts.faults()).toEqual([]);
});
afterAll(() => hosts.system.stop());

/** The first host, for people who sign in with a Microsoft account that nobody has used yet. */
function newIdentity(): Place {
  return hostPlace(hosts.system, hosts.system.origin, { ...grace, objectId: randomUUID() });
}

/** Begins to link the identity at this browser. Gives the callback, which any host can answer. */
function beginLink(browser: Actor, identity: Place): Promise<string> {
  return browser.at(identity).beginSignIn('?purpose=link&returnTo=/account/identities');
}

async function link(browser: Actor, identity: Place): Promise<void> {
  const callback = await beginLink(browser, identity);
  expect((await browser.get(callback)).status).toBe(303);
}

interface Identity {
  readonly id: string;
  readonly current: boolean;
}
async function identitiesOf(browser: Actor): Promise<readonly Identity[]> {
  return ((await browser.get('/api/account/identities')).json as { items?: Identity[] }).items ?? [];
}

/** Delete `ruleOut` in `resolve` of `identity-pointers.ts`, and some people have two accounts. */
test('an identity that is linked and registered at once belongs to one account', async () => {
  await race<{ readonly ada: Actor; readonly callback: string; readonly xen: Actor; readonly round: number }>({
    rounds,
    async prepare(round) {
      const ada = await user(hosts, `Linker${round}`);
      const identity = newIdentity();
      const xen = actor(identity, 'xen');
      await xen.signIn();
      return { ada, callback: await beginLink(ada, identity), xen: xen.at(hosts.there), round };
    },
    contenders: [
      ({ ada, callback }) => ada.get(callback),
      ({ xen, round }) => insist(() => xen.post('/api/registration', { username: `Xen${round}` })),
    ],
    async judge(answers, { ada, round }) {
      const [linked, registered] = answers.map(({ status }) => status);
      expect([linked, registered].filter((status) => status === 303 || status === 201)).toHaveLength(1);
      expect(await identitiesOf(ada)).toHaveLength(linked === 303 ? 2 : 1);
      expect((await ada.get(`/api/accounts/Xen${round}`)).status).toBe(registered === 201 ? 200 : 404);
    },
  });
});

/** The same line. */
test('an identity that is linked to two accounts at once belongs to one of them', async () => {
  await race<{ readonly people: readonly Actor[]; readonly callbacks: readonly string[] }>({
    rounds,
    async prepare(round) {
      const identity = newIdentity();
      const people = await Promise.all([user(hosts, `One${round}`), user(hosts, `Two${round}`)]);
      return { people, callbacks: await Promise.all(people.map((person) => beginLink(person, identity))) };
    },
    contenders: [
      ({ people, callbacks }) => people[0]?.get(callbacks[0] ?? '') as ReturnType<Actor['get']>,
      ({ people, callbacks }) => people[1]?.at(hosts.there).get(callbacks[1] ?? '') as ReturnType<Actor['get']>,
    ],
    async judge(answers, { people }) {
      const isLinked = answers.map(({ status }) => status === 303);
      expect(isLinked.filter(Boolean)).toHaveLength(1);
      const counts = await Promise.all(people.map(async (person) => (await identitiesOf(person)).length));
      expect(counts).toEqual(isLinked.map((is) => (is ? 2 : 1)));
    },
  });
});

/** Delete `if (user.identities.length === 1) …` in `unlink.ts`, and nobody can sign in to the account. */
test('of two identities that are both unlinked at once, one stays', async () => {
  await race<{ readonly own: Actor; readonly other: Actor; readonly ids: readonly string[] }>({
    rounds,
    async prepare(round) {
      const own = await user(hosts, `Unlinker${round}`);
      const identity = newIdentity();
      await link(own, identity);
      const other = actor(identity, 'other');
      await other.signIn();
      const ids = (await identitiesOf(own)).toSorted((a, b) => Number(b.current) - Number(a.current));
      return { own, other: other.at(hosts.there), ids: ids.map(({ id }) => id) };
    },
    // Each unlinks the identity with which it is itself signed in.
    contenders: [
      ({ own, ids }) => insist(() => own.delete(`/api/account/identities/${ids[0]}`)),
      ({ other, ids }) => insist(() => other.delete(`/api/account/identities/${ids[1]}`)),
    ],
    async judge(answers, { own, other, ids }) {
      expect(answers.map(told).toSorted()).toEqual(['204', '409 last-identity']);
      const isOwnGone = answers[0]?.status === 204;
      const left = await identitiesOf(isOwnGone ? other : own);
      expect(left.map(({ id }) => id)).toEqual([ids[isOwnGone ? 1 : 0]]);
    },
  });
});

/** Delete the line with `sessions:` in `decide` of `unlink.ts`, and the session outlives what it was opened with. */
test('a session whose identity is unlinked at one host is refused by the other with the next request', async () => {
  const seen = await atMost(16, [...Array(rounds).keys()], async (round) => {
    const own = await user(hosts, `Refused${round}`);
    const identity = newIdentity();
    await link(own, identity);
    const other = actor(identity, 'other');
    await other.signIn();
    const there = other.at(hosts.there);
    const before = await there.get('/api/session');
    const { id } = (await identitiesOf(own)).find(({ current }) => !current) as Identity;
    await done(() => own.delete(`/api/account/identities/${id}`));
    return [before.status, (await there.get('/api/session')).status];
  });
  expect(seen).toEqual(Array(rounds).fill([200, 401]));
});

/** Let `end-session.ts` end nothing, and the other host goes on with it. */
test('a session that is ended at one host is refused by the other with the next request', async () => {
  const seen = await atMost(16, [...Array(rounds).keys()], async (round) => {
    const identity = newIdentity();
    const own = actor(identity, 'own');
    await own.register(`Ended${round}`);
    const elsewhere = own.elsewhere();
    await elsewhere.signIn();
    const there = elsewhere.at(hosts.there);
    const before = await there.get('/api/session');
    const { items } = (await own.get('/api/account/sessions')).json as { items: Identity[] };
    await done(() => own.delete(`/api/account/sessions/${items.find(({ current }) => !current)?.id}`));
    return [before.status, (await there.get('/api/session')).status];
  });
  expect(seen).toEqual(Array(rounds).fill([200, 401]));
});
