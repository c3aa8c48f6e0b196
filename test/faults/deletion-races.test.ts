/**
 * A deletion against whatever else may happen at the same moment: one stops before each of its storage requests in
 * turn, the other runs to its end, the first goes on. Then the timers tick, and everything that must hold is checked.
 *
 * Fails when `seat.ts` forgets the last administrator, when `ownership.ts` forgets the last owner, and when `visit.ts`
 * no longer rules out what could come late.
 */
import { expect, test } from 'vitest';
import { day } from '../../shared/clock.ts';
import * as offers from '../../shared/packages/offers.ts';
import * as owners from '../../shared/packages/owners.ts';
import { type Actor, actor } from '../support/browser-actor.ts';
import { leave, ofOrganization, own, publish } from '../support/deletion-scene.ts';
import { runBeside } from '../support/faults/run-beside.ts';
import { prepareDeletions } from '../support/laboratory/deletion-moves.ts';
import { invariantFaults, tickAll, tickUntilQuiet } from '../support/laboratory/quiet-world.ts';
import { reported } from '../support/laboratory/report.ts';
import { watchRoots } from '../support/laboratory/root-monitor.ts';
import { accept } from '../support/organization-scene.ts';
import { callerOf, servicesIn } from '../support/residents.ts';
import { createWorld, type World } from '../support/world.ts';

type People = Readonly<Record<'ada' | 'bob' | 'eve', Actor>>;
type Act = (world: World, people: People) => Promise<unknown>;

const deletes =
  (who: keyof People, name: string): Act =>
  (world, people) =>
    leave(people[who].at(world), name);
const bobDeletes = deletes('bob', 'Bob');
const eveDeletes = deletes('eve', 'Eve');
const acmeIsDeleted: Act = (world, { ada }) => leave(ada.at(world), 'Acme', ofOrganization('Acme'));
const bobRestores: Act = (world, { bob }) => bob.at(world).delete(own);
const ticks: Act = (world) => tickAll(world);

interface Race {
  readonly name: string;
  readonly one: Act;
  readonly other: Act;
  /** Brings the world to where the race begins. */
  readonly before?: Act;
}

/** Bob is closed, signed in again, and due to be purged. */
const bobIsDue: Act = async (world, people) => {
  await bobDeletes(world, people);
  world.clock.advance(7 * day);
  await people.bob.signIn();
};

const pairs: readonly Race[] = [
  { name: 'two administrators and owners delete themselves', one: bobDeletes, other: deletes('ada', 'Ada') },
  {
    name: 'deleting, and being removed',
    one: bobDeletes,
    other: (world, { ada }) => ada.at(world).delete('/api/organizations/Acme/members/Bob'),
  },
  {
    name: 'deleting, and the other administrator leaving',
    one: bobDeletes,
    other: (world, { ada }) => ada.at(world).delete('/api/organizations/Acme/members/Ada'),
  },
  {
    name: 'deleting, and the other administrator becoming a collaborator',
    one: bobDeletes,
    other: (world, { ada }) => ada.at(world).patch('/api/organizations/Acme/members/Ada', { role: 'collaborator' }),
  },
  {
    name: 'deleting, and the other owner giving up the package',
    one: bobDeletes,
    other: async (world) => {
      await quietly(async () => await owners.remove(servicesIn(world), await callerOf(world, 'Ada'), 'pad', 'Ada'));
    },
  },
  {
    name: 'deleting, and accepting an invitation',
    one: eveDeletes,
    other: (world, { eve }) => accept(eve.at(world), 'Eve'),
  },
  {
    name: 'deleting, and accepting an offer',
    one: eveDeletes,
    other: async (world) => {
      await quietly(async () => await offers.accept(servicesIn(world), await callerOf(world, 'Eve'), 'pad', 'Eve'));
    },
  },
  {
    name: 'deleting, and creating an organization',
    one: eveDeletes,
    other: (world, { eve }) => eve.at(world).post('/api/organizations', { name: 'Zeta' }),
  },
  {
    name: 'deleting, and getting a package registered',
    one: eveDeletes,
    other: async (world) => await quietly(async () => await publish(world, 'fresh', 'Eve')),
  },
  { name: 'deleting, and restoring', one: bobDeletes, other: bobRestores },
  { name: 'deleting twice', one: bobDeletes, other: bobDeletes },
  { name: 'deleting, and the timer', one: bobDeletes, other: ticks },
  { name: 'deleting an organization, and oneself', one: acmeIsDeleted, other: bobDeletes },
  {
    name: 'deleting an organization, and restoring it',
    one: acmeIsDeleted,
    other: (world, { bob }) => bob.at(world).delete(ofOrganization('Acme')),
  },
  { name: 'purging, and restoring', one: ticks, other: bobRestores, before: bobIsDue },
  { name: 'purging twice', one: ticks, other: ticks, before: bobIsDue },
];
const races = pairs.flatMap((race) => [
  race,
  { ...race, name: `${race.name}, the other way round`, one: race.other, other: race.one },
]);

/** Refusals are no concern of these races. */
async function quietly(work: () => Promise<unknown>): Promise<void> {
  await work().catch(() => undefined);
}

const mostSteps = 60;

test.each(races)('$name: nobody is left alone, and nothing comes to life', { timeout: 120_000 }, async (race) => {
  const violations = await reported('deletion races', race.name, async () => {
    const base = await createWorld();
    await prepareDeletions(base);
    const signedIn = await peopleOf(base);
    await race.before?.(base, signedIn);
    const [snapshot, mark] = [base.store.snapshot(), base.clock.mark()];
    const broken = watchRoots(base.store);
    const found: string[] = [];
    for (let at = 1; at <= mostSteps; at += 1) {
      base.store.restore(snapshot);
      base.clock.rewind(mark);
      const people = copies(base, signedIn);
      const run = await runBeside(base, [{ at, fault: 'pauses' }], (there) => race.one(there, people));
      if (run.state !== 'paused') return { trials: at, violations: [...found, ...broken] };
      await race.other(base, copies(base, signedIn));
      await run.resumed();
      await tickUntilQuiet(base);
      found.push(...(await invariantFaults(base)).map((fault) => `at ${at}: ${fault}`));
    }
    throw new Error('It takes more steps than are looked at');
  });
  expect(violations).toEqual([]);
});

async function peopleOf(world: World): Promise<People> {
  const people = { ada: actor(world, 'ada'), bob: actor(world, 'bob'), eve: actor(world, 'eve') };
  for (const person of Object.values(people)) await person.signIn();
  return people;
}

/** The same people at browsers of their own, so that a cookie that one course loses is not lost to the next. */
function copies(world: World, { ada, bob, eve }: People): People {
  const copy = ({ person, cookies }: Actor) => actor(world, person, new Map(cookies));
  return { ada: copy(ada), bob: copy(bob), eve: copy(eve) };
}
