import { expect, test } from 'vitest';
import { advanceDeletions } from '../../functions/timers/advance-deletions.ts';
import * as offers from '../../shared/packages/offers.ts';
import { type Actor, type Answered, actor } from '../support/browser-actor.ts';
import { leave, offer, ofOrganization, own, publish, rootOf } from '../support/deletion-scene.ts';
import type { PlannedFault } from '../support/faults/fault.ts';
import type { Run } from '../support/faults/faulty-process.ts';
import { runBeside } from '../support/faults/run-beside.ts';
import { tick } from '../support/laboratory/quiet-world.ts';
import { join, organizationScene, type Scene } from '../support/organization-scene.ts';
import { callerOf, servicesIn } from '../support/residents.ts';
import type { World } from '../support/world.ts';

interface Delay {
  prepare(scene: Scene): Promise<void>;
  readonly who: 'ada' | 'bob';
  ask(person: Actor): Promise<Answered>;
  meanwhile(scene: Scene): Promise<unknown>;
}

/** `who` asks, and pauses before each of their requests in turn, while something happens. @returns what they heard. */
async function heardAtEveryRequest({ prepare, who, ask, meanwhile }: Delay) {
  const heard: { answer: Answered; scene: Scene }[] = [];
  for (let at = 1; ; at += 1) {
    const scene = await organizationScene();
    await join(scene.ada, scene.bob, 'Bob', 'admin');
    await prepare(scene);
    const cookies = new Map(scene[who].cookies);
    const run = await runBeside(scene.world, [{ at, fault: 'pauses' }], (there) =>
      ask(actor(there, scene[who].person, cookies)),
    );
    if (run.state !== 'paused') return heard;
    await meanwhile(scene);
    const end = await run.resumed();
    if (end.state !== 'done') throw new Error(`It is ${end.state} at ${at}`);
    heard.push({ answer: end.value, scene });
  }
}

const hasRestored = ({ world }: Scene, kind: 'user' | 'organization', name: string) =>
  world.store.rows('accounts').some(({ event, actor: who }) => event === `${kind}:deletion:restore` && who === name);

/** Let `restore` ask `readAdmitted` in place of the root. */
test('somebody who restored an organization is told so, though another takes their seat a moment later', async () => {
  const heard = await heardAtEveryRequest({
    prepare: async ({ ada }) => void (await leave(ada, 'Acme', ofOrganization('Acme'))),
    who: 'ada',
    ask: (ada) => ada.delete(ofOrganization('Acme')),
    meanwhile: ({ bob }) => bob.delete('/api/organizations/Acme/members/Ada'),
  });
  const restored = heard.filter(({ scene }) => hasRestored(scene, 'organization', 'Ada'));
  expect(restored.length).toBeGreaterThan(5);
  expect(restored.map(({ answer }) => answer.status)).toEqual(Array(restored.length).fill(200));
});

/** As above. */
test('somebody who restored their account is told so, though they sign out elsewhere a moment later', async () => {
  const heard = await heardAtEveryRequest({
    async prepare({ bob }) {
      await leave(bob, 'Bob');
      await bob.signIn();
    },
    who: 'bob',
    ask: (bob) => bob.delete(own),
    meanwhile: ({ bob }) => bob.post('/sign-out'),
  });
  const restored = heard.filter(({ scene }) => hasRestored(scene, 'user', 'Bob'));
  expect(restored.length).toBeGreaterThan(5);
  expect(restored.map(({ answer }) => answer.status)).toEqual(Array(restored.length).fill(200));
});

/** Delete the call of `blockersNow`. */
test('somebody who is blocked is told by what, even if the timer found it', async () => {
  let hash = '';
  const heard = await heardAtEveryRequest({
    async prepare({ ada }) {
      ({ hash } = (await ada.get(own)).json.plan as { hash: string });
    },
    who: 'ada',
    ask: (ada) => ada.post(own, { name: 'Ada', plan: hash }),
    async meanwhile({ world, bob }) {
      await bob.delete('/api/organizations/Acme/members/Bob');
      await tick(world, advanceDeletions);
    },
  });
  const codes = heard.map(({ answer }) => answer.json.code ?? answer.status);
  expect(codes.filter((code) => code === 'deletion-blocked').length).toBeGreaterThan(5);
  expect(codes).not.toContain('plan-changed');
});

/** Let `takeStep` answer every outcome at once: what the root and the row said was never true together. */
test('nobody is told that they are the last, while they are being made another administrator', async () => {
  let hash = '';
  const heard = await heardAtEveryRequest({
    async prepare({ ada, bob }) {
      await ada.patch('/api/organizations/Acme/members/Bob', { role: 'collaborator' });
      ({ hash } = (await bob.get(own)).json.plan as { hash: string });
    },
    who: 'bob',
    ask: (bob) => bob.post(own, { name: 'Bob', plan: hash }),
    meanwhile: ({ ada }) => ada.patch('/api/organizations/Acme/members/Bob', { role: 'admin' }),
  });
  const codes = heard.map(({ answer }) => answer.json.code ?? answer.status);
  expect(codes).toContain(202);
  expect(codes).toContain('plan-changed');
  expect(codes).not.toContain('deletion-blocked');
});

/** As above. */
test('nobody is told that they are the last, while they are becoming one of two owners', async () => {
  let hash = '';
  let accepting: Run<unknown> | undefined;
  const heard = await heardAtEveryRequest({
    async prepare({ world, bob }) {
      await publish(world, 'pad', 'Ada');
      await offer(world, 'pad', 'Ada', 'Bob');
      ({ hash } = (await bob.get(own)).json.plan as { hash: string });
      // Its hint is written, and makes the deletion look at the package; the ownership is not.
      accepting = await runBeside(world, [{ at: 6, fault: 'pauses' }], async (there) =>
        offers.accept(servicesIn(there), await callerOf(there, 'Bob'), 'pad', 'Bob'),
      );
      expect(hasHint(world, 'package:pad')).toBe(true);
    },
    who: 'bob',
    ask: (bob) => bob.post(own, { name: 'Bob', plan: hash }),
    async meanwhile() {
      if (accepting?.state === 'paused') await accepting.resumed();
    },
  });
  const codes = heard.map(({ answer }) => answer.json.code ?? answer.status);
  expect(codes).toContain(202);
  expect(codes).not.toContain('deletion-blocked');
});

const hasHint = ({ store }: World, row: string) => store.rows('accounts').some(({ RowKey }) => RowKey === row);

/** Let `close` forget the row for closing whatever its step came to. */
test('the row that wakes the timer for a restoring stays, though the one who was closing wakes and dies', async () => {
  let seen = 0;
  for (let at = 10; at < 25; at += 1) {
    for (let later = at + 1; later < at + 6; later += 1) {
      const { world, ada, bob } = await organizationScene();
      await join(ada, bob, 'Bob');
      const { hash } = (await bob.get(own)).json.plan as { hash: string };
      const there = (faults: readonly PlannedFault[], ask: (bob: Actor) => Promise<unknown>) => {
        const cookies = new Map(bob.cookies);
        return runBeside(world, faults, (beside) => ask(actor(beside, bob.person, cookies)));
      };
      const isIn = (state: string) => rootOf(world.store, 'Bob')?.state === state;
      const closing = await there(
        [
          { at, fault: 'pauses' },
          { at: later, fault: 'dies-before' },
        ],
        (tab) => tab.post(own, { name: 'Bob', plan: hash }),
      );
      for (let dies = 1; isIn('closing'); dies += 1) {
        await there([{ at: dies, fault: 'dies-before' }], (tab) => tab.delete(own));
      }
      if (closing.state === 'paused') await closing.resumed();
      if (!isIn('restoring')) continue;
      seen += 1;
      expect(world.store.rows('deletions').filter(({ due }) => due === 'close')).toHaveLength(1);
    }
  }
  expect(seen).toBeGreaterThan(5);
});
