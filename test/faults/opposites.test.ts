/**
 * A person asks for something and is told that it is not known whether it was done, for storage broke the connection. They
 * ask for the opposite and are told that it is done. Then the first write arrives: what they were told last must stand.
 *
 * Let `confirm` of `decide.ts` answer without `place.confirm`, and `link` and `begin` of `request.ts` likewise: an answer that
 * writes nothing then leaves the root as it was, which is what the late write was made for. Leave `callOffClaim` out of
 * `registrations.ts`, and whoever gave up registering gets the name for ever.
 */
import { expect, test } from 'vitest';
import { type Actor, actor } from '../support/browser-actor.ts';
import { leave, ofOrganization, own, rootOf, rowOf } from '../support/deletion-scene.ts';
import { faultyProcess } from '../support/faults/faulty-process.ts';
import { type Cast, copyOf, personOf, type Told } from '../support/laboratory/operation.ts';
import { invariantFaults, tickAll, tickUntilQuiet } from '../support/laboratory/quiet-world.ts';
import { reported } from '../support/laboratory/report.ts';
import { watchRoots } from '../support/laboratory/root-monitor.ts';
import { accept, invite, join, register } from '../support/organization-scene.ts';
import { acceptOffer, offer } from '../support/package-scene.ts';
import { provenSignIn } from '../support/people.ts';
import { registry } from '../support/registry-actor.ts';
import { keyOf } from '../support/residents.ts';
import type { TableStore } from '../support/table-simulator/table-store.ts';
import { createWorld, type World } from '../support/world.ts';

/** Dan has not registered. */
type People = Readonly<Record<'ada' | 'bob' | 'cyd' | 'dan', Actor>>;
type Step = (people: People, world: World) => Promise<Told>;

interface Change {
  readonly name: string;
  readonly prepare?: (people: People, world: World) => Promise<unknown>;
  readonly act: Step;
  readonly opposite: Step;
  /** Statuses by which the opposite is told to be done; and whether storage says so too. */
  readonly done: readonly number[];
  readonly stands: (store: TableStore) => boolean;
}

const acme = ofOrganization('Acme');
const member = '/api/organizations/Acme/members/Bob';
const json = '/api/packages/Json.Net';
const linking = '?purpose=link&returnTo=/account/identities';
const workId = provenSignIn({ id: 'work' }, new Date()).identity;

const isIn = (name: string, state: string) => (store: TableStore) => rootOf(store, name)?.state === state;
const has = (row: string) => (store: TableStore) => rowOf(store, 'Acme', row) !== undefined;
const hasNot = (row: string) => (store: TableStore) => !has(row)(store);
const role = (wanted: string) => (store: TableStore) => rowOf(store, 'Acme', `member:${keyOf('Bob')}`)?.role === wanted;
const ofPackage = (store: TableStore, row: string) =>
  store.rows('packages').some(({ PartitionKey, RowKey }) => PartitionKey === 'json.net' && RowKey === row);
const isLinked = (store: TableStore) => String(rootOf(store, 'Ada')?.identities).includes(workId);

/** Whose session ended with the account signs in again. */
const restores: Step = async ({ bob }) => {
  const told = await bob.delete(own);
  if (told.status !== 401) return told;
  await bob.signIn();
  return await bob.delete(own);
};
const link: Step = ({ ada }, world) => actor(world, 'work', ada.cookies).signIn(linking);
const unlink: Step = ({ ada }) => ada.delete(`/api/account/identities/${workId}`);
const promote: Step = ({ ada }) => ada.patch(member, { role: 'admin' });
const demote: Step = ({ ada }) => ada.patch(member, { role: 'collaborator' });
const withdraw: Step = ({ ada }) => ada.delete('/api/organizations/Acme/invitations/Cyd');
const withdrawOffer: Step = ({ ada }) => ada.delete(`${json}/offers/Cyd`);

const changes: readonly Change[] = [
  {
    name: 'claim a name, forget the registration',
    act: ({ dan }) => dan.post('/api/registration', { username: 'Dan' }),
    opposite: ({ dan }) => dan.delete('/api/registration'),
    done: [204],
    stands: (store) => rootOf(store, 'Dan') === undefined,
  },
  {
    name: 'delete oneself, restore',
    act: ({ bob }) => leave(bob, 'Bob'),
    opposite: restores,
    done: [200],
    stands: isIn('Bob', 'active'),
  },
  {
    name: 'restore oneself, delete',
    async prepare({ bob }) {
      await leave(bob, 'Bob');
      await bob.signIn();
    },
    act: ({ bob }) => bob.delete(own),
    opposite: ({ bob }) => leave(bob, 'Bob'),
    done: [202],
    stands: isIn('Bob', 'closed'),
  },
  {
    // Not the opposite, but a refusal: as he is told, he is still there.
    name: 'delete oneself, be told that the plan has changed',
    act: ({ bob }) => leave(bob, 'Bob'),
    async opposite({ ada, bob }) {
      await ada.patch(member, { role: 'admin' });
      return await bob.post(own, { name: 'Bob', plan: 'of before' });
    },
    done: [412],
    stands: isIn('Bob', 'active'),
  },
  {
    name: 'delete an organization, restore it',
    act: ({ ada }) => leave(ada, 'Acme', acme),
    opposite: ({ ada }) => ada.delete(acme),
    done: [200],
    stands: isIn('Acme', 'active'),
  },
  {
    name: 'delete an organization, create it again',
    act: ({ ada }) => leave(ada, 'Acme', acme),
    opposite: ({ ada }) => ada.post('/api/organizations', { name: 'Acme' }),
    done: [200],
    stands: isIn('Acme', 'active'),
  },
  {
    name: 'restore an organization, delete it',
    prepare: ({ ada }) => leave(ada, 'Acme', acme),
    act: ({ ada }) => ada.delete(acme),
    opposite: ({ ada }) => leave(ada, 'Acme', acme),
    done: [202],
    stands: isIn('Acme', 'closed'),
  },
  {
    name: 'invite, withdraw',
    act: ({ ada }) => invite(ada, 'Cyd'),
    opposite: withdraw,
    done: [204],
    stands: hasNot(`invitation:${keyOf('Cyd')}`),
  },
  {
    name: 'withdraw, invite',
    prepare: ({ ada }) => invite(ada, 'Cyd'),
    act: withdraw,
    opposite: ({ ada }) => invite(ada, 'Cyd'),
    done: [200, 201],
    stands: has(`invitation:${keyOf('Cyd')}`),
  },
  {
    name: 'accept, leave',
    prepare: ({ ada }) => invite(ada, 'Cyd'),
    act: ({ cyd }) => accept(cyd, 'Cyd'),
    opposite: ({ cyd }) => cyd.delete('/api/organizations/Acme/members/Cyd'),
    done: [204],
    stands: hasNot(`member:${keyOf('Cyd')}`),
  },
  { name: 'promote, demote', act: promote, opposite: demote, done: [200], stands: role('collaborator') },
  {
    name: 'demote, promote',
    prepare: promote,
    act: demote,
    opposite: promote,
    done: [200],
    stands: role('admin'),
  },
  {
    name: 'offer, withdraw',
    act: ({ ada }) => offer(ada, 'Cyd'),
    opposite: withdrawOffer,
    done: [204],
    stands: (store) => !ofPackage(store, `offer:${keyOf('Cyd')}`),
  },
  {
    name: 'withdraw an offer, offer',
    prepare: ({ ada }) => offer(ada, 'Cyd'),
    act: withdrawOffer,
    opposite: ({ ada }) => offer(ada, 'Cyd'),
    done: [200, 201],
    stands: (store) => ofPackage(store, `offer:${keyOf('Cyd')}`),
  },
  {
    name: 'accept an offer, give the package up',
    prepare: ({ ada }) => offer(ada, 'Cyd'),
    act: ({ cyd }) => acceptOffer(cyd, 'Cyd'),
    opposite: ({ cyd }) => cyd.delete(`${json}/owners/Cyd`),
    done: [204],
    stands: (store) => !ofPackage(store, `owner:${keyOf('Cyd')}`),
  },
  {
    name: 'remove a package, register it',
    act: (_, world) => registry(world).delete(json),
    opposite: (_, world) => registry(world).register('Json.Net', 'Ada'),
    done: [200, 201],
    stands: (store) => ofPackage(store, `owner:${keyOf('Ada')}`),
  },
  {
    name: 'register a package, remove it',
    prepare: (_, world) => registry(world).delete(json),
    act: (_, world) => registry(world).register('Json.Net', 'Ada'),
    opposite: (_, world) => registry(world).delete(json),
    done: [204],
    stands: (store) => !ofPackage(store, `owner:${keyOf('Ada')}`),
  },
  { name: 'link, unlink', act: link, opposite: unlink, done: [204], stands: (store) => !isLinked(store) },
  {
    name: 'unlink, link',
    prepare: link,
    act: unlink,
    opposite: link,
    done: [303],
    stands: isLinked,
  },
];

/** Ada, Bob and Cyd; Ada's organization Acme, in which Bob is, and her package; and Dan, who chooses a username. */
async function settled(world: World, { prepare }: Change): Promise<Cast> {
  const [ada, bob, cyd] = (await register(world, 'Ada', 'Bob', 'Cyd')) as [Actor, Actor, Actor];
  await ada.post('/api/organizations', { name: 'Acme' });
  await join(ada, bob, 'Bob');
  await registry(world).register('Json.Net', 'Ada');
  const dan = actor(world, 'dan');
  await dan.signIn();
  await prepare?.({ ada, bob, cyd, dan }, world);
  return { people: { ada, bob, cyd, dan }, notes: {} };
}

const peopleOf = (cast: Cast, world: World): People => ({
  ada: personOf(cast, 'ada', world),
  bob: personOf(cast, 'bob', world),
  cyd: personOf(cast, 'cyd', world),
  dan: personOf(cast, 'dan', world),
});

/** @returns how many requests were late, in how many of which the person was told that the opposite is done. */
async function everyRequestLate(change: Change) {
  const base = await createWorld();
  const beginning = await settled(base, change);
  const [snapshot, mark] = [base.store.snapshot(), base.clock.mark()];
  const broken = watchRoots(base.store);
  const violations: string[] = [];
  let [trials, told] = [0, 0];
  for (const ticksFirst of [false, true]) {
    for (let at = 1; ; at += 1) {
      base.store.restore(snapshot);
      base.clock.rewind(mark);
      const cast = copyOf(beginning, base);
      const late = faultyProcess([{ at, fault: 'applied-late' }]);
      const there = await createWorld({ beside: base, tables: late.options });
      const first = await late.run(() => change.act(peopleOf(cast, there), there));
      if (late.fired().length === 0) break;
      const { status } = await change.opposite(peopleOf(cast, base), base);
      if (ticksFirst) await tickAll(base);
      await late.applyLate();
      await tickUntilQuiet(base);
      trials += 1;
      const wasTold = `${first.state === 'done' ? first.value.status : first.state}, then ${status}`;
      const found = [...(await invariantFaults(base))];
      const isTold = change.done.includes(status);
      if (isTold) told += 1;
      if (isTold && !change.stands(base.store)) found.push('I17: the late write undid it');
      violations.push(...found.map((one) => `at ${at}${ticksFirst ? ', ticks first' : ''} (${wasTold}): ${one}`));
    }
  }
  return { trials, told, violations: [...violations, ...broken] };
}

test.each(changes)('$name: what was told last stands, whatever arrives late', { timeout: 120_000 }, async (change) => {
  let told = 0;
  const violations = await reported('opposites', change.name, async () => {
    const seen = await everyRequestLate(change);
    ({ told } = seen);
    return seen;
  });
  expect(violations).toEqual([]);
  expect(told).toBeGreaterThan(2);
});
