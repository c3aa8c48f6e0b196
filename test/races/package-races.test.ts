import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../support/browser-actor.ts';
import { accept, invite } from '../support/organization-scene.ts';
import { acceptOffer, offer, ownersOf } from '../support/package-scene.ts';
import { atMost } from '../support/races/at-most.ts';
import { insist, race, told } from '../support/races/race.ts';
import { registryBackend } from '../support/races/registry-backend.ts';
import { startTwoHosts, type TwoHosts } from '../support/races/two-hosts.ts';
import { done, users } from '../support/races/users.ts';
import type { Registry } from '../support/registry-actor.ts';

const rounds = 200;
const fewRounds = 50;
/** They take some seconds on two idle cores. */
const manyMilliseconds = 120_000;

let hosts: TwoHosts;
let backend: Registry;
let adas: Actor[];
let bobs: Actor[];
beforeAll(async () => {
  hosts = await startTwoHosts();
  backend = await registryBackend(hosts);
  adas = await users(hosts, 'Ada', rounds);
  bobs = (await users(hosts, 'Bob', rounds)).map((bob) => bob.at(hosts.there));
}, manyMilliseconds);
afterEach(async () => {
  expect(await hosts.faults()).toEqual([]);
});
afterAll(() => hosts.system.stop());

interface Owned {
  readonly id: string;
  readonly round: number;
  readonly ada: Actor;
  readonly bob: Actor;
}

/** A package of this round's Ada. Bob asks the other host. */
async function owned(id: string, round: number): Promise<Owned> {
  await done(() => backend.register(id, `Ada${round}`));
  return { id, round, ada: adas[round] as Actor, bob: bobs[round] as Actor };
}

async function shared(id: string, round: number): Promise<Owned> {
  const scene = await owned(id, round);
  await done(() => offer(scene.ada, `Bob${round}`, id));
  await done(() => acceptOffer(scene.bob, `Bob${round}`, id));
  return scene;
}

/** Let `decideAndCommit` replace the root under the ETag `*`, and both are told that it is done. */
test('of two last owners who remove each other at once, one stays and is told that it worked', {
  timeout: manyMilliseconds,
}, async () => {
  const answered = await race<Owned>({
    rounds,
    prepare: (round) => shared(`Each-${round}`, round),
    contenders: [
      ({ ada, id, round }) => insist(() => ada.delete(`/api/packages/${id}/owners/Bob${round}`)),
      ({ bob, id, round }) => insist(() => bob.delete(`/api/packages/${id}/owners/Ada${round}`)),
    ],
    async judge([adas, bobs], { ada, id, round }) {
      expect([adas?.status, bobs?.status].filter((status) => status === 204)).toHaveLength(1);
      expect(await ownersOf(ada, id)).toEqual([adas?.status === 204 ? `Ada${round}` : `Bob${round}`]);
    },
  });
  expect(answered).toHaveLength(rounds);
});

/** Delete `if (count < 1) throw …` in `countWithout` of `owners.ts`, and nobody owns the package. */
test('of two last owners who give up their ownership at once, one stays', { timeout: manyMilliseconds }, async () => {
  const answered = await race<Owned>({
    rounds,
    prepare: (round) => shared(`Both-${round}`, round),
    contenders: [
      ({ ada, id, round }) => insist(() => ada.delete(`/api/packages/${id}/owners/Ada${round}`)),
      ({ bob, id, round }) => insist(() => bob.delete(`/api/packages/${id}/owners/Bob${round}`)),
    ],
    async judge(answers, { ada, id }) {
      expect(answers.map(told).toSorted()).toEqual(['204', '409 last-owner']);
      expect(await ownersOf(ada, id)).toHaveLength(1);
    },
  });
  expect(answered).toHaveLength(rounds);
});

/** Leave the owners out of what `remove.ts` removes, and a package registered again still has its former owners too. */
test('a package that is removed and registered for somebody else at once is gone, or theirs alone', async () => {
  await race<Owned>({
    rounds: fewRounds,
    prepare: (round) => owned(`Anew-${round}`, round),
    contenders: [
      ({ id, round }) => insist(() => backend.register(id, `Bob${round}`)),
      ({ id }) => insist(() => backend.at(hosts.there).delete(`/api/packages/${id}`)),
    ],
    async judge(answers, { ada, id, round }) {
      const [registered = '', removed] = answers.map(told);
      expect(removed).toBe('204');
      expect(['201', '409 package-exists']).toContain(registered);
      const found = await ada.get(`/api/packages/${id}/owners`);
      expect(found.status).toBe(registered === '201' ? 200 : 404);
      if (registered === '201') expect(await ownersOf(ada, id)).toEqual([`Bob${round}`]);
    },
  });
});

/** Leave the owner's row out of what `remove` of `owners.ts` writes, and the answer is the old one. */
test('an owner removed at one host may do nothing at the other from the next question on', async () => {
  const seen = await atMost(16, [...Array(fewRounds).keys()], async (round) => {
    const { id, ada } = await shared(`Gone-${round}`, round);
    const there = backend.at(hosts.there);
    const before = await there.asks(id, `Bob${round}`);
    await done(() => ada.delete(`/api/packages/${id}/owners/Bob${round}`));
    return [before.startsWith(`Bob${round}: publish`), await there.asks(id, `Bob${round}`)];
  });
  expect(seen).toEqual(seen.map((_, round) => [true, `Bob${round}: nothing`]));
});

/** Leave the member's row out of what `remove` of `members.ts` writes, and the answer is the old one. */
test('somebody who leaves the owning organization may do nothing at the other host from the next question on', async () => {
  const seen = await atMost(16, [...Array(fewRounds).keys()], async (round) => {
    const [ada, bob] = [adas[round], bobs[round]] as [Actor, Actor];
    const [name, username, id] = [`Acme${round}`, `Bob${round}`, `Core-${round}`];
    await done(() => ada.post('/api/organizations', { name }));
    await done(() => invite(ada, username, 'collaborator', name));
    await done(() => accept(bob, username, name));
    await done(() => backend.register(id, name, username));
    const before = await backend.asks(id, username);
    await done(() => bob.delete(`/api/organizations/${name}/members/${username}`));
    return [before.startsWith(`${username}: publish`), await backend.asks(id, username)];
  });
  expect(seen).toEqual(seen.map((_, round) => [true, `Bob${round}: nothing`]));
});
