/**
 * A process that pauses in the middle of somebody's way out, at every request to storage, while they go on elsewhere:
 * they come back, join something, leave again, sign out. It wakes long after.
 */
import { expect, test } from 'vitest';
import { advanceDeletions } from '../../functions/timers/advance-deletions.ts';
import { day, minute } from '../../shared/clock.ts';
import * as offers from '../../shared/packages/offers.ts';
import { type Actor, actor } from '../support/browser-actor.ts';
import { leave, offer, own, publish, rootOf } from '../support/deletion-scene.ts';
import type { PlannedFault } from '../support/faults/fault.ts';
import { runBeside } from '../support/faults/run-beside.ts';
import { invariantFaults, tick, tickAll, tickUntilQuiet } from '../support/laboratory/quiet-world.ts';
import { accept, invite, organizationScene } from '../support/organization-scene.ts';
import { callerOf, keyOf, servicesIn } from '../support/residents.ts';
import type { World } from '../support/world.ts';

interface Scene {
  readonly world: World;
  readonly bob: Actor;
}

interface Sleep {
  readonly prepare: () => Promise<Scene>;
  /** What the pausing process does; `tab` has Bob's cookies from the beginning. */
  readonly act: (there: World, tab: Actor) => Promise<unknown>;
  /** What happens while it does. */
  readonly meanwhile: (scene: Scene) => Promise<unknown>;
  /** What else befalls it, if it paused at its `at`-th request. */
  readonly afterwards?: (at: number) => PlannedFault;
  /** Called for every request, and once without a pause, after the timers have ticked. */
  readonly judge: (scene: Scene, at: number) => Promise<void> | void;
}

/** @returns at how many requests it paused. */
async function atEveryRequest({ prepare, act, meanwhile, afterwards, judge }: Sleep): Promise<number> {
  for (let at = 1; ; at += 1) {
    const scene = await prepare();
    const { world, bob } = scene;
    const cookies = new Map(bob.cookies);
    const faults: PlannedFault[] = [{ at, fault: 'pauses' }, ...(afterwards ? [afterwards(at)] : [])];
    const run = await runBeside(world, faults, (there) => act(there, actor(there, bob.person, cookies)));
    if (run.state === 'paused') {
      await meanwhile(scene);
      await run.resumed();
    }
    await tickUntilQuiet(world);
    await judge(scene, at);
    if (run.state !== 'paused') return at - 1;
  }
}

/** Bob is invited to Acme and offered a package: what he will have when he comes back. */
async function invited(): Promise<Scene> {
  const { world, ada, bob } = await organizationScene();
  await invite(ada, 'Bob', 'admin');
  await publish(world, 'pad', 'Ada');
  await offer(world, 'pad', 'Ada', 'Bob');
  return { world, bob };
}

async function takesAll({ world, bob }: Scene): Promise<void> {
  await accept(bob, 'Bob');
  await offers.accept(servicesIn(world), await callerOf(world, 'Bob'), 'pad', 'Bob').catch(() => undefined);
}

/** He has been closed for that many days, and has signed in again. */
async function closed(days = 0): Promise<Scene> {
  const scene = await invited();
  await leave(scene.bob, 'Bob');
  scene.world.clock.advance(days * day);
  await scene.bob.signIn();
  return scene;
}

/** And his time has come. */
const due = () => closed(7);

/** The request that deletes his account dies when it has begun and done nothing else. */
async function diesClosing({ world, bob }: Scene): Promise<void> {
  for (let at = 1; stateOf({ world }) !== 'closing'; at += 1) {
    const cookies = new Map(bob.cookies);
    await runBeside(world, [{ at, fault: 'dies-before' }], (there) => leave(actor(there, bob.person, cookies), 'Bob'));
  }
}

const stateOf = ({ world }: Pick<Scene, 'world'>) => rootOf(world.store, 'Bob')?.state;

async function expectSound({ world }: Scene, at: number): Promise<void> {
  expect([at, await invariantFaults(world)]).toEqual([at, []]);
}

function expectGone({ world }: Scene, at: number): void {
  const own = world.store.rows('accounts').filter(({ PartitionKey }) => PartitionKey === keyOf('Bob'));
  expect([at, own.map(({ RowKey, state }) => [RowKey, state])]).toEqual([at, [['account', 'retired']]]);
}

/** Delete the call of `isClosing` in `visit.ts`, and what Bob took after he came back is suspended for ever. */
test('somebody restored who takes a seat and a package keeps them, whenever the closing process wakes', async () => {
  const requests = await atEveryRequest({
    prepare: invited,
    act: (_, tab) => leave(tab, 'Bob'),
    async meanwhile(scene) {
      await scene.bob.delete(own);
      await takesAll(scene);
    },
    judge: expectSound,
  });
  expect(requests).toBeGreaterThan(20);
});

/** As above: the old deletion's mark would stand where the new one's should, and nobody would count the seat again. */
test('somebody restored who takes a seat, leaves again and comes back keeps it', async () => {
  const requests = await atEveryRequest({
    prepare: invited,
    act: (_, tab) => leave(tab, 'Bob'),
    async meanwhile(scene) {
      await scene.bob.delete(own);
      await takesAll(scene);
      await leave(scene.bob, 'Bob');
    },
    async judge(scene, at) {
      await expectSound(scene, at);
      await scene.bob.signIn();
      await scene.bob.delete(own);
      await tickUntilQuiet(scene.world);
      await expectSound(scene, at);
    },
  });
  expect(requests).toBeGreaterThan(20);
});

/** As above, with the timer that goes on with what a request left. */
test('a timer that slept for three minutes leaves alone what is new', async () => {
  const requests = await atEveryRequest({
    async prepare() {
      const scene = await invited();
      await diesClosing(scene);
      return scene;
    },
    act: (there) => tick(there, advanceDeletions),
    async meanwhile(scene) {
      scene.world.clock.advance(3 * minute);
      await scene.bob.delete(own);
      await takesAll(scene);
    },
    judge: expectSound,
  });
  expect(requests).toBeGreaterThan(10);
});

/**
 * Restoring after an older deletion counts again only what that one suspended. Let `isAtTarget` of `target.ts` ask for
 * `suspended === undefined` instead of `suspended !== deletion`, and it counts what the new one suspended.
 */
test('a restoring process that wakes when its person has left again gives nothing back', async () => {
  const requests = await atEveryRequest({
    async prepare() {
      const scene = await invited();
      await takesAll(scene);
      await diesClosing(scene);
      return scene;
    },
    act: (_, tab) => tab.delete(own),
    async meanwhile({ bob }) {
      await bob.delete(own);
      await leave(bob, 'Bob');
    },
    judge: expectSound,
  });
  expect(requests).toBeGreaterThan(10);
});

/** Delete `await admit?.(root)` in `own-step.ts`. */
test('a session that ended before the account was taken back does not take it back', async () => {
  const seen = new Set<unknown>();
  let isTakenBack = true;
  const requests = await atEveryRequest({
    async prepare() {
      isTakenBack = true;
      return await closed();
    },
    act: (_, tab) => tab.delete(own),
    async meanwhile(scene) {
      isTakenBack = stateOf(scene) !== 'closed';
      seen.add(isTakenBack);
      await scene.bob.post('/sign-out');
    },
    judge: (scene, at) => expect([at, stateOf(scene)]).toEqual([at, isTakenBack ? 'active' : 'closed']),
  });
  expect(requests).toBeGreaterThan(10);
  expect(seen.size).toBe(2);
});

/** Let `retire` read the root itself, and the entry of the sign-out stays, with a browser in it. */
test('somebody who signs out in the middle of their purge leaves nothing', async () => {
  const requests = await atEveryRequest({
    prepare: due,
    act: tickAll,
    meanwhile: ({ bob }) => bob.post('/sign-out'),
    judge: expectGone,
  });
  expect(requests).toBeGreaterThan(15);
});

/** Give the `replace` of `transactionAction` the ETag `*`, and the sign-out writes the account over what is retired. */
test('and neither does somebody whose sign-out pauses while the purge runs', async () => {
  const requests = await atEveryRequest({
    prepare: due,
    act: (_, tab) => tab.post('/sign-out'),
    meanwhile: ({ world }) => tickAll(world),
    judge: expectGone,
  });
  expect(requests).toBeGreaterThan(1);
});

/** Let `finishPurge` forget the due rows whatever `retire` returns, and some stay in purging for ever. */
test.each([1, 2, 3, 4])(
  'a purge that met a sign-out and died %i requests later is finished by the next tick',
  async (more) => {
    const requests = await atEveryRequest({
      prepare: due,
      act: tickAll,
      meanwhile: ({ bob }) => bob.post('/sign-out'),
      afterwards: (at) => ({ at: at + more, fault: 'dies-before' }),
      async judge(scene, at) {
        expectGone(scene, at);
        await expectSound(scene, at);
      },
    });
    expect(requests).toBeGreaterThan(15);
  },
);
