import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { advanceDue } from '../../shared/deletions/advance-due.ts';
import type { Actor, Answered } from '../support/browser-actor.ts';
import { leave, own } from '../support/deletion-scene.ts';
import { accept, invite } from '../support/organization-scene.ts';
import { acceptOffer, offer, ownersOf } from '../support/package-scene.ts';
import { insist, race, told } from '../support/races/race.ts';
import { registryBackend } from '../support/races/registry-backend.ts';
import { startTwoHosts, type TwoHosts } from '../support/races/two-hosts.ts';
import { done, stateOf, user } from '../support/races/users.ts';
import type { Registry } from '../support/registry-actor.ts';

const rounds = 200;
const fewRounds = 50;
/** They take some seconds where two cores have nothing else to do. */
const manyMilliseconds = 120_000;

let hosts: TwoHosts;
let backend: Registry;
beforeAll(async () => {
  hosts = await startTwoHosts();
  backend = await registryBackend(hosts);
});
afterEach(async () => {
  expect(await advanceDue(hosts.services)).toMatchObject({ failed: 0 });
  expect(await hosts.faults()).toEqual([]);
});
afterAll(() => hosts.system.stop());

/** Ada and Bob of one round. Bob asks the other host. */
interface Pair {
  readonly ada: Actor;
  readonly bob: Actor;
  readonly adas: string;
  readonly bobs: string;
  /** An organization or a package. */
  readonly thing: string;
}

async function pair(word: string, round: number): Promise<Pair> {
  const [adas, bobs] = [`${word}-Ada${round}`, `${word}-Bob${round}`];
  const [ada, bob] = await Promise.all([user(hosts, adas), user(hosts, bobs)]);
  return { ada, bob: bob.at(hosts.there), adas, bobs, thing: `${word}-${round}` };
}

async function founders(word: string, round: number): Promise<Pair> {
  const scene = await pair(word, round);
  await done(() => scene.ada.post('/api/organizations', { name: scene.thing }));
  await done(() => invite(scene.ada, scene.bobs, 'admin', scene.thing));
  return scene;
}

const adaLeaves = ({ ada, adas }: Pair) => insist(() => leave(ada, adas));
const bobLeaves = ({ bob, bobs }: Pair) => insist(() => leave(bob, bobs));

/** Told that it is closed, an account is closed; told anything else, it is as it was. */
async function expectAsTold(name: string, answer: Answered | undefined): Promise<boolean> {
  const isClosed = answer?.status === 202;
  expect([name, await stateOf(hosts, name)]).toEqual([name, isClosed ? 'closed' : 'active']);
  return isClosed;
}

/** Delete `if (target === 'suspended' && ownerCount < 1) …` in `ownership.ts`, and nobody who is there owns the package. */
test('of two owners of a package who delete themselves at once, one stays', { timeout: manyMilliseconds }, async () => {
  const answered = await race<Pair>({
    rounds,
    async prepare(round) {
      const scene = await pair('Owner', round);
      await done(() => backend.register(scene.thing, scene.adas));
      await done(() => offer(scene.ada, scene.bobs, scene.thing));
      await done(() => acceptOffer(scene.bob, scene.bobs, scene.thing));
      return scene;
    },
    contenders: [adaLeaves, bobLeaves],
    async judge([first, second], { ada, adas, bobs, thing }) {
      const closed = [await expectAsTold(adas, first), await expectAsTold(bobs, second)];
      expect(closed.filter(Boolean)).toHaveLength(1);
      expect(await ownersOf(ada, thing)).toEqual([closed[0] ? bobs : adas]);
    },
  });
  expect(answered).toHaveLength(rounds);
});

/** Delete `if (target === 'suspended' && adminCount < 1 && …) …` in `seat.ts`, and nobody is left who may administer. */
test('of two administrators of an organization who delete themselves at once, one stays', {
  timeout: manyMilliseconds,
}, async () => {
  const answered = await race<Pair>({
    rounds,
    async prepare(round) {
      const scene = await founders('Admin', round);
      await done(() => accept(scene.bob, scene.bobs, scene.thing));
      return scene;
    },
    contenders: [adaLeaves, bobLeaves],
    async judge([first, second], { ada, bob, adas, bobs, thing }) {
      const closed = [await expectAsTold(adas, first), await expectAsTold(bobs, second)];
      expect(closed.filter(Boolean)).toHaveLength(1);
      const { json } = await (closed[0] ? bob : ada).get(`/api/organizations/${thing}`);
      expect(json).toMatchObject({ role: 'admin' });
    },
  });
  expect(answered).toHaveLength(rounds);
});

/** Let `activeUser` admit whoever is closing, and a seat that was taken too late counts though nobody sits there. */
test('an account that is deleted while it accepts an invitation has no seat that counts', async () => {
  await race<Pair>({
    rounds: fewRounds,
    prepare: (round) => founders('Invited', round),
    contenders: [bobLeaves, ({ bob, bobs, thing }) => insist(() => accept(bob.at(hosts.here), bobs, thing))],
    async judge([left, accepted], { ada, bobs, thing }) {
      const isClosed = await expectAsTold(bobs, left);
      const { items } = (await ada.get(`/api/organizations/${thing}/members`)).json as {
        items: { username: string; suspended?: true }[];
      };
      expect(items.filter(({ suspended }) => !suspended)).toHaveLength(!isClosed && accepted?.status === 200 ? 2 : 1);
    },
  });
});

/** As above: an organization whose only administrator is not there. */
test('an account that is deleted while it creates an organization does one of both', async () => {
  await race<Pair>({
    rounds: fewRounds,
    prepare: (round) => pair('Creator', round),
    contenders: [
      bobLeaves,
      ({ bob, thing }) => insist(() => bob.at(hosts.here).post('/api/organizations', { name: thing })),
    ],
    async judge([left, created], { bobs, thing }) {
      const isClosed = await expectAsTold(bobs, left);
      expect([isClosed, created?.status === 201]).toEqual([isClosed, !isClosed]);
      expect(await stateOf(hosts, thing)).toBe(isClosed ? undefined : 'active');
    },
  });
});

/** As above: a package whose only owner is not there. */
test('an account that is deleted while a package is registered for it does one of both', async () => {
  await race<Pair>({
    rounds: fewRounds,
    prepare: (round) => pair('Publisher', round),
    contenders: [bobLeaves, ({ bobs, thing }) => insist(() => backend.register(thing, bobs))],
    async judge([left, registered], { ada, bobs, thing }) {
      const isClosed = await expectAsTold(bobs, left);
      expect([isClosed, registered?.status === 201]).toEqual([isClosed, !isClosed]);
      expect((await ada.get(`/api/packages/${thing}/owners`)).status).toBe(isClosed ? 404 : 200);
    },
  });
});

/** Delete `await admit?.(root);` in `restore.ts`, and what was told to be closed is open. */
test('an account that is deleted and restored at once is what the deletion was told', async () => {
  await race<Pair>({
    rounds: fewRounds,
    prepare: (round) => pair('Restored', round),
    contenders: [bobLeaves, ({ bob }) => insist(() => bob.at(hosts.here).delete(own))],
    async judge(answers, { bobs }) {
      await expectAsTold(bobs, answers[0]);
      expect(['200', '401 not-signed-in']).toContain(answers.map(told)[1]);
    },
  });
});

/** Delete `if (found?.value.joined !== …) …` in `look` of `seat.ts`, and the deletion stumbles over a seat that is gone. */
test('an account that is deleted while an administrator removes it has no seat, and the counts know', async () => {
  await race<Pair>({
    rounds: fewRounds,
    async prepare(round) {
      const scene = await founders('Removed', round);
      await done(() => accept(scene.bob, scene.bobs, scene.thing));
      return scene;
    },
    contenders: [
      bobLeaves,
      ({ ada, bobs, thing }) => insist(() => ada.delete(`/api/organizations/${thing}/members/${bobs}`)),
    ],
    async judge([left, removed], { ada, adas, bobs, thing }) {
      await expectAsTold(bobs, left);
      expect(removed?.status).toBe(204);
      const { json } = await ada.get(`/api/organizations/${thing}/members`);
      expect(json.items).toMatchObject([{ username: adas }]);
    },
  });
});
