import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import * as accounts from '../../shared/accounts/accounts.ts';
import type { OperationId } from '../../shared/audit/operation.ts';
import { day } from '../../shared/clock.ts';
import { advance } from '../../shared/deletions/advance.ts';
import { advanceDue } from '../../shared/deletions/advance-due.ts';
import { deletionIn } from '../../shared/deletions/deletion.ts';
import type { Services } from '../../shared/services.ts';
import { sessionCookie } from '../../shared/sessions/session.ts';
import * as sessions from '../../shared/sessions/sessions.ts';
import { type Actor, type Answered, actor } from '../support/browser-actor.ts';
import { leave, own } from '../support/deletion-scene.ts';
import { accept, invite } from '../support/organization-scene.ts';
import { acceptOffer, offer, ownersOf } from '../support/package-scene.ts';
import { provenSignIn } from '../support/people.ts';
import { type HeadStarts, insist, race, tally, told } from '../support/races/race.ts';
import { registryBackend } from '../support/races/registry-backend.ts';
import { startTwoHosts, type TwoHosts } from '../support/races/two-hosts.ts';
import { done, stateOf, user } from '../support/races/users.ts';
import type { Registry } from '../support/registry-actor.ts';
import { keyOf } from '../support/residents.ts';

const rounds = 200;
/** They take some seconds on two idle cores. */
const manyMilliseconds = 300_000;

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

/** Of the 23 requests that deleting such an account takes, plan included, the 13th lets it be closing and the 21st closed. */
const throughADeletion: HeadStarts<Pair> = { most: 36, request: ({ bobs }) => stateOf(hosts, bobs) };

/** What the contender at this place was told in the two rounds of a turn in which one was done before the other began. */
function expectBothEnds(place: number, answers: readonly Answered[][], ...ends: string[]): void {
  const counted = tally(answers.map((one) => one[place] as Answered));
  expect(Object.keys(counted)).toEqual(expect.arrayContaining(ends));
}

const adaLeaves = ({ ada, adas }: Pair) => insist(() => leave(ada, adas));
const bobLeaves = ({ bob, bobs }: Pair) => insist(() => leave(bob, bobs));

/** If they were told that it is closed, the account is closed; if anything else, it is as it was. */
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

/** Delete `if (target === 'suspended' && changed.adminCount < 1 && …) …` in `seat.ts`, and nobody is left to administer. */
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

/** Let `activeUser` admit a closing account, and a seat that was taken too late counts though nobody sits there. */
test('an account that is deleted while it accepts an invitation has no seat that counts', {
  timeout: manyMilliseconds,
}, async () => {
  const answers = await race<Pair>({
    rounds,
    headStarts: throughADeletion,
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
  expectBothEnds(1, answers, '200', '401 not-signed-in');
});

/** As above: an organization whose only administrator is not there. */
test('an account that is deleted while it creates an organization does one of both', {
  timeout: manyMilliseconds,
}, async () => {
  const answers = await race<Pair>({
    rounds,
    headStarts: throughADeletion,
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
  expectBothEnds(1, answers, '201', '401 not-signed-in');
});

/** Let `activeAccount` admit whoever is closing, and a package has an only owner who is not there. */
test('an account that is deleted while a package is registered for it does one of both', {
  timeout: manyMilliseconds,
}, async () => {
  const answers = await race<Pair>({
    rounds,
    headStarts: throughADeletion,
    prepare: (round) => pair('Publisher', round),
    contenders: [bobLeaves, ({ bobs, thing }) => insist(() => backend.register(thing, bobs))],
    async judge([left, registered], { ada, bobs, thing }) {
      const isClosed = await expectAsTold(bobs, left);
      expect([isClosed, registered?.status === 201]).toEqual([isClosed, !isClosed]);
      expect((await ada.get(`/api/packages/${thing}/owners`)).status).toBe(isClosed ? 404 : 200);
    },
  });
  expectBothEnds(1, answers, '201', '404 no-such-account');
});

/** Delete `await admit?.(root);` in `own-step.ts`, and what was told to be closed is open. */
test('an account that is deleted and restored at once is what the deletion was told', {
  timeout: manyMilliseconds,
}, async () => {
  const answers = await race<Pair>({
    rounds,
    headStarts: throughADeletion,
    prepare: (round) => pair('Restored', round),
    contenders: [bobLeaves, ({ bob }) => insist(() => bob.at(hosts.here).delete(own))],
    async judge([left, restored], { bobs }) {
      await expectAsTold(bobs, left);
      expect(['200', '401 not-signed-in']).toContain(restored && told(restored));
    },
  });
  expectBothEnds(1, answers, '200', '401 not-signed-in');
});

/** Delete `if (found?.value.joined !== …) …` in `look` of `seat.ts`, and the deletion stumbles over a seat that is gone. */
test('an account that is deleted while an administrator removes it has no seat, and the counts know', {
  timeout: manyMilliseconds,
}, async () => {
  await race<Pair>({
    rounds,
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

/** Let `activeAccount` admit a closing account, and an ownership that was taken too late counts though nobody is there. */
test('an account that is deleted while it accepts an offer owns nothing that counts', {
  timeout: manyMilliseconds,
}, async () => {
  const answers = await race<Pair>({
    rounds,
    headStarts: throughADeletion,
    async prepare(round) {
      const scene = await pair('Offered', round);
      await done(() => backend.register(scene.thing, scene.adas));
      await done(() => offer(scene.ada, scene.bobs, scene.thing));
      return scene;
    },
    contenders: [bobLeaves, ({ bob, bobs, thing }) => insist(() => acceptOffer(bob.at(hosts.here), bobs, thing))],
    async judge([left, accepted], { ada, adas, bobs, thing }) {
      const isClosed = await expectAsTold(bobs, left);
      const isOwner = !isClosed && accepted?.status === 200;
      expect((await ownersOf(ada, thing)).toSorted()).toEqual(isOwner ? [adas, bobs].toSorted() : [adas]);
    },
  });
  expectBothEnds(1, answers, '200', '401 not-signed-in');
});

/** What this process did itself, without an answer. */
const did = (status: number) => ({ status, json: {} }) as Answered;

/** A browser of Bob's, signed in by this process: at the Microsoft of these hosts everybody is Ada. */
async function signInAgain({ bob, bobs }: Pair): Promise<Actor> {
  const { services, here } = hosts;
  const root = await accounts.read(services, keyOf(bobs));
  if (root?.value.kind !== 'user' || root.value.state === 'retired') throw new Error('Bob is no user any more');
  const { identity, authenticatedAt } = provenSignIn(bob.person, services.clock.now());
  const start = { identity, authenticatedAt, browser: 'Firefox on Linux' };
  const token = await sessions.open(services, { ...root, value: root.value }, start, undefined);
  return actor(here, bob.person, new Map([['__Host-session', sessionCookie(token)]]));
}

/** Let the pipeline admit closed accounts. */
test('an account deleted while its person signs in again lets them do nothing but come back', {
  timeout: manyMilliseconds,
}, async () => {
  const others = new Map<string, Actor>();
  const seen: number[] = [];
  await race<Pair>({
    rounds,
    headStarts: throughADeletion,
    prepare: (round) => pair('Returning', round),
    contenders: [
      bobLeaves,
      async (scene) => {
        others.set(scene.bobs, await signInAgain(scene));
        return did(303);
      },
    ],
    async judge([left], { bobs }) {
      await expectAsTold(bobs, left);
      if (left?.status !== 202) return;
      const session = await others.get(bobs)?.get('/api/session');
      seen.push(session?.status ?? 0);
      if (session?.status === 200) expect(session.json).toMatchObject({ state: 'closed' });
      const account = await others.get(bobs)?.get('/api/account');
      expect(account?.status).toBe(session?.status === 200 ? 403 : 401);
    },
  });
  expect(new Set(seen)).toEqual(new Set([200, 401]));
});

/**
 * Let `azure-tables.ts` replace whatever ETag there is, and both succeed: somebody is gone who was told that they are back,
 * or is back without a way to their account. The purge of an account that has nothing is the faster of both.
 */
test('an account that is restored at the moment of its purge is back or gone, as it is told', {
  timeout: manyMilliseconds,
}, async () => {
  const { clock } = hosts.services;
  const later = { ...clock, now: () => new Date(clock.now().getTime() + 8 * day) };
  const answers = await race<Pair & { id: OperationId; again: Actor }>({
    rounds,
    headStarts: { most: 16, request: ({ bobs }) => stateOf(hosts, bobs) },
    async prepare(round) {
      const scene = await pair('Due', round);
      await done(() => bobLeaves(scene));
      const again = await signInAgain(scene);
      const root = await accounts.read(hosts.services, keyOf(scene.bobs));
      const id = root && deletionIn(root)?.id;
      if (id === undefined) throw new Error('Bob is not on his way out');
      return { ...scene, id, again };
    },
    contenders: [
      ({ again }) => insist(() => again.delete(own)),
      async ({ bobs, id }) => {
        const states: unknown[] = [];
        const log: Services['log'] = (_level, _event, fields) => states.push(fields?.state);
        await advance({ ...hosts.services, clock: later, log }, keyOf(bobs), id);
        return did(states.includes('purging') ? 200 : 409);
      },
    ],
    async judge([restored, purged], { bobs }) {
      const isBack = restored?.status === 200;
      expect([isBack, purged?.status]).toEqual([isBack, isBack ? 409 : 200]);
      expect(await stateOf(hosts, bobs)).toBe(isBack ? 'active' : 'retired');
    },
  });
  expectBothEnds(0, answers, '200', '401 not-signed-in');
});
