/**
 * A process that stands still in the middle of somebody's way out, at every request to storage, while they go on
 * elsewhere: they come back, join something, leave again, sign out. It wakes long after.
 */
import { expect, test } from 'vitest';
import { advanceDeletions } from '../../functions/timers/advance-deletions.ts';
import { day, minute } from '../../shared/clock.ts';
import * as offers from '../../shared/packages/offers.ts';
import { type Actor, actor } from '../support/browser-actor.ts';
import { leave, offer, own, publish } from '../support/deletion-scene.ts';
import { faultyProcess } from '../support/faults/faulty-process.ts';
import { invariantFaults, tickAll, tickUntilQuiet } from '../support/laboratory/quiet-world.ts';
import { accept, invite, organizationScene } from '../support/organization-scene.ts';
import { callerOf, keyOf, servicesIn } from '../support/residents.ts';
import { createWorld, type World } from '../support/world.ts';

interface Invited {
  readonly world: World;
  readonly ada: Actor;
  readonly bob: Actor;
}

/** Bob is invited to Acme and offered a package: what he will have when he comes back. */
async function invited(): Promise<Invited> {
  const { world, ada, bob } = await organizationScene();
  await invite(ada, 'Bob', 'admin');
  await publish(world, 'pad', 'Ada');
  await offer(world, 'pad', 'Ada', 'Bob');
  return { world, ada, bob };
}

async function takesAll(world: World, bob: Actor): Promise<void> {
  await accept(bob, 'Bob');
  await offers.accept(servicesIn(world), await callerOf(world, 'Bob'), 'pad', 'Bob').catch(() => undefined);
}

/** Runs `act` in a process that stands still before its n-th request while `meanwhile` happens, for every n. */
async function atEveryRequest(trial: (at: number) => Promise<boolean>): Promise<number> {
  let trials = 0;
  while (await trial(trials + 1)) trials += 1;
  return trials;
}

async function standsStill(
  world: World,
  at: number,
  act: (there: World) => Promise<unknown>,
  meanwhile: () => Promise<void>,
): Promise<boolean> {
  const process = faultyProcess([{ at, fault: 'pauses' }]);
  const there = await createWorld({ beside: world, tables: process.options });
  const run = await process.run(() => act(there));
  if (run.state !== 'paused') return false;
  await meanwhile();
  await run.resumed();
  await tickUntilQuiet(world);
  return true;
}

/** Delete the call of `isClosing` in `visit.ts`, and what Bob took after he came back is suspended for ever. */
test('who is restored and takes a seat and a package keeps them, whenever the closer wakes', async () => {
  const trials = await atEveryRequest(async (at) => {
    const { world, bob } = await invited();
    const tab = new Map(bob.cookies);
    const isOne = await standsStill(
      world,
      at,
      (there) => leave(actor(there, bob.person, new Map(tab)), 'Bob'),
      async () => {
        await bob.delete(own);
        await takesAll(world, bob);
      },
    );
    expect([at, await invariantFaults(world)]).toEqual([at, []]);
    return isOne;
  });
  expect(trials).toBeGreaterThan(20);
});

/** As above: the old deletion's mark would stand where the new one's should, and nobody would count the seat again. */
test('who is restored, takes a seat, leaves again and comes back keeps it', async () => {
  const trials = await atEveryRequest(async (at) => {
    const { world, bob } = await invited();
    const tab = new Map(bob.cookies);
    const isOne = await standsStill(
      world,
      at,
      (there) => leave(actor(there, bob.person, new Map(tab)), 'Bob'),
      async () => {
        await bob.delete(own);
        await takesAll(world, bob);
        await leave(bob, 'Bob');
      },
    );
    expect([at, await invariantFaults(world)]).toEqual([at, []]);
    await bob.signIn();
    await bob.delete(own);
    await tickUntilQuiet(world);
    expect([at, await invariantFaults(world)]).toEqual([at, []]);
    return isOne;
  });
  expect(trials).toBeGreaterThan(20);
});

/** As above, with the timer that goes on with what a request left. */
test('a timer that slept for three minutes leaves alone what is new', async () => {
  const trials = await atEveryRequest(async (at) => {
    const { world, bob } = await invited();
    await dieClosing(world, bob);
    const isOne = await standsStill(
      world,
      at,
      ({ services }) => {
        const scope = { deadline: services.clock.monotonic() + 4 * minute, sent: 0 };
        return advanceDeletions.tick({ ...services, tables: services.tables.within(scope) });
      },
      async () => {
        world.clock.advance(3 * minute);
        await bob.delete(own);
        await takesAll(world, bob);
      },
    );
    expect([at, await invariantFaults(world)]).toEqual([at, []]);
    return isOne;
  });
  expect(trials).toBeGreaterThan(10);
});

/** Of the restoring of an older deletion: it counts again only what that one suspended. */
test('a restorer that wakes when its person has left again gives nothing back', async () => {
  const trials = await atEveryRequest(async (at) => {
    const { world, bob } = await invited();
    await takesAll(world, bob);
    await dieClosing(world, bob);
    const tab = new Map(bob.cookies);
    const isOne = await standsStill(
      world,
      at,
      (there) => actor(there, bob.person, new Map(tab)).delete(own),
      async () => {
        await bob.delete(own);
        await leave(bob, 'Bob');
      },
    );
    expect([at, await invariantFaults(world)]).toEqual([at, []]);
    return isOne;
  });
  expect(trials).toBeGreaterThan(10);
});

/** Delete `await admit?.(root)` in `beginRestoring`. */
test('a session that ended before the account was taken back does not take it back', async () => {
  const seen = new Set<unknown>();
  const trials = await atEveryRequest(async (at) => {
    const { world, bob } = await invited();
    await leave(bob, 'Bob');
    await bob.signIn();
    const tab = new Map(bob.cookies);
    const process = faultyProcess([{ at, fault: 'pauses' }]);
    const there = await createWorld({ beside: world, tables: process.options });
    const run = await process.run(() => actor(there, bob.person, tab).delete(own));
    if (run.state !== 'paused') return false;
    const isTakenBack = stateOf(world) !== 'closed';
    seen.add(isTakenBack);
    await bob.post('/sign-out');
    await run.resumed();
    expect([at, stateOf(world)]).toEqual([at, isTakenBack ? 'active' : 'closed']);
    return true;
  });
  expect(trials).toBeGreaterThan(10);
  expect(seen.size).toBe(2);
});

/** The request that deletes Bob's account dies when it has begun and done nothing else. */
async function dieClosing(world: World, bob: Actor): Promise<void> {
  const tab = new Map(bob.cookies);
  for (let dies = 1; stateOf(world) !== 'closing'; dies += 1) {
    const dying = faultyProcess([{ at: dies, fault: 'dies-before' }]);
    const there = await createWorld({ beside: world, tables: dying.options });
    await dying.run(() => leave(actor(there, bob.person, new Map(tab)), 'Bob'));
  }
}

function stateOf({ store }: World): unknown {
  return store
    .rows('accounts')
    .find(({ PartitionKey, RowKey }) => PartitionKey === keyOf('Bob') && RowKey === 'account')?.state;
}

/** Bob is closed and due, and has signed in again. */
async function due(): Promise<Invited> {
  const scene = await invited();
  await leave(scene.bob, 'Bob');
  scene.world.clock.advance(7 * day);
  await scene.bob.signIn();
  return scene;
}

function leftOf({ store }: World): unknown[] {
  return store
    .rows('accounts')
    .filter(({ PartitionKey }) => PartitionKey === keyOf('Bob'))
    .map(({ RowKey, state }) => [RowKey, state]);
}

/** Let `retire` read the root itself, and the entry of the sign-out stays, with a browser in it. */
test('who signs out in the middle of their purge leaves nothing', async () => {
  const trials = await atEveryRequest(async (at) => {
    const { world, bob } = await due();
    const isOne = await standsStill(world, at, tickAll, async () => void (await bob.post('/sign-out')));
    if (isOne) expect([at, leftOf(world)]).toEqual([at, [['account', 'retired']]]);
    return isOne;
  });
  expect(trials).toBeGreaterThan(15);
});

test('and neither does one whose sign-out stands still while the purge runs', async () => {
  const trials = await atEveryRequest(async (at) => {
    const { world, bob } = await due();
    const tab = new Map(bob.cookies);
    const isOne = await standsStill(
      world,
      at,
      (there) => actor(there, bob.person, tab).post('/sign-out'),
      () => tickAll(world),
    );
    if (isOne) expect([at, leftOf(world)]).toEqual([at, [['account', 'retired']]]);
    return isOne;
  });
  expect(trials).toBeGreaterThan(1);
});

/** Let `finishPurge` forget the due rows whatever `retire` returns, and some stay in purging for ever. */
test('a purge that met a sign-out and then died is finished by the next tick', async () => {
  const trials = await atEveryRequest(async (at) => {
    let isOne = false;
    for (let later = 1; later <= 4; later += 1) {
      const { world, bob } = await due();
      const process = faultyProcess([
        { at, fault: 'pauses' },
        { at: at + later, fault: 'dies-before' },
      ]);
      const there = await createWorld({ beside: world, tables: process.options });
      const run = await process.run(() => tickAll(there));
      if (run.state !== 'paused') continue;
      isOne = true;
      await bob.post('/sign-out');
      await run.resumed();
      await tickUntilQuiet(world);
      expect([at, later, leftOf(world), await invariantFaults(world)]).toEqual([
        at,
        later,
        [['account', 'retired']],
        [],
      ]);
    }
    return isOne;
  });
  expect(trials).toBeGreaterThan(15);
});
