import { day } from '../../../../shared/clock.ts';
import * as offers from '../../../../shared/packages/offers.ts';
import { tableNames } from '../../../../shared/storage/tables.ts';
import { leave, offer, ofOrganization, own, publish, rootOf, rowOf } from '../../deletion-scene.ts';
import { invite, join, register } from '../../organization-scene.ts';
import { provenSignIn } from '../../people.ts';
import { callerOf, keyOf, servicesIn } from '../../residents.ts';
import type { StoredEntity } from '../../table-simulator/entity.ts';
import type { TableStore } from '../../table-simulator/table-store.ts';
import type { World } from '../../world.ts';
import { type Cast, meetingTimers, personOf, type Told } from '../operation.ts';
import { tickAll } from '../quiet-world.ts';

const acme = ofOrganization('Acme');

const stateOf = (store: TableStore, name: string) => String(rootOf(store, name)?.state);

/** The smallest world with one of everything: Bob has a seat, an ownership, an invitation and an offer; so has Acme, minus the seat. */
async function world(given: World): Promise<Cast> {
  const [ada, bob] = await register(given, 'Ada', 'Bob');
  if (!ada || !bob) throw new Error('Two registered');
  for (const name of ['Acme', 'Zeta']) await ada.post('/api/organizations', { name });
  await join(ada, bob, 'Bob', 'admin');
  await invite(ada, 'Bob', 'collaborator', 'Zeta');
  for (const id of ['pad', 'left']) await publish(given, id, 'Ada');
  const services = servicesIn(given);
  for (const name of ['Bob', 'Acme']) {
    await offer(given, 'left', 'Ada', name);
    await offer(given, 'pad', 'Ada', name);
    // Ada may act for Acme, which thus became an owner at once.
    if (name === 'Bob') await offers.accept(services, await callerOf(given, 'Bob'), 'pad', name);
  }
  return { people: { ada, bob }, notes: {} };
}

/** The plan that the person was shown, to be confirmed as often as it takes. */
async function shown(given: World, who: 'ada' | 'bob', path: string): Promise<Cast> {
  const cast = await world(given);
  const { json } = await personOf(cast, who, given).get(path);
  return { ...cast, notes: { plan: (json.plan as { hash: string }).hash } };
}

async function closed(given: World, who: 'ada' | 'bob', name: string, path: string): Promise<Cast> {
  const cast = await world(given);
  const person = personOf(cast, who, given);
  await leave(person, name, path);
  if (who === 'bob') await person.signIn();
  return cast;
}

async function overdue(given: World, who: 'ada' | 'bob', name: string, path: string): Promise<Cast> {
  const cast = await closed(given, who, name, path);
  given.clock.advance(8 * day);
  return cast;
}

/** A tick stops at what fails and says so in the log; the next goes on. */
async function tick(given: World, name: string): Promise<Told> {
  try {
    await tickAll(given);
  } catch (error) {
    return { status: 503, text: String(error) };
  }
  return { status: stateOf(given.store, name) === 'retired' ? 200 : 503, text: '' };
}

function isSuspended(store: TableStore, name: string): boolean {
  const owner = rowOf(store, 'pad', `owner:${keyOf(name)}`, 'packages');
  const member = rowOf(store, 'Acme', `member:${keyOf(name)}`);
  return owner?.suspended !== undefined && (name === 'Acme' || member?.suspended !== undefined);
}

function isCounted(store: TableStore, name: string): boolean {
  const owner = rowOf(store, 'pad', `owner:${keyOf(name)}`, 'packages');
  return owner !== undefined && owner.suspended === undefined;
}

/**
 * After a purge only histories of others and the name itself still name the account; and nothing at all tells what else was
 * known of the person: `known` are their identity's key and its label. Let `finishPurge` remove the pointers after it has
 * retired the account, and a process that dies in between leaves one that is found by `nameKey`.
 */
function traces(store: TableStore, name: string, known: readonly string[] = []): readonly string[] {
  const key = keyOf(name);
  return tableNames.flatMap((table) =>
    store
      .rows(table)
      .filter((row) => {
        const text = JSON.stringify(row);
        if (known.some((one) => text.includes(one))) return true;
        if (isHintOf(row.RowKey, name) || (row.RowKey === 'account' && row.PartitionKey === key)) return false;
        if (row.RowKey.startsWith('audit:')) return row.PartitionKey === key;
        return text.includes(name) || namesKey(row, key);
      })
      .map(({ PartitionKey, RowKey }) => `I16: ${table}/${PartitionKey}/${RowKey} names ${name}`),
  );
}

/** In whatever column, of whatever table. */
const namesKey = (row: StoredEntity, key: string) =>
  Object.values(row).includes(key) || row.RowKey.split(':').includes(key);

/** What the service knows of Bob but his name. */
function knownOfBob({ clock }: World, { people }: Cast): readonly string[] {
  const { identity, label } = provenSignIn(people.bob?.person ?? { id: 'bob' }, clock.now());
  return [identity, label];
}

/** Hints that others hold of a purged organization stay for their readers. */
const isHintOf = (row: string, name: string) => [`membership:${keyOf(name)}`, `invited:${keyOf(name)}`].includes(row);

const requested = (store: TableStore, name: string) => stateOf(store, name) === 'closed' && isSuspended(store, name);
const restored = (store: TableStore, name: string) => stateOf(store, name) === 'active' && isCounted(store, name);

export const deletionOperations = meetingTimers([
  {
    name: 'delete one’s account',
    prepare: (given) => shown(given, 'bob', own),
    act: (given, cast) => personOf(cast, 'bob', given).post(own, { name: 'Bob', plan: cast.notes.plan }),
    done: [202],
    // The session that asked is ended with all others.
    spent: [401],
    isDone: (store) => requested(store, 'Bob'),
  },
  {
    name: 'restore one’s account',
    prepare: (given) => closed(given, 'bob', 'Bob', own),
    act: (given, cast) => personOf(cast, 'bob', given).delete(own),
    done: [200],
    isDone: (store) => restored(store, 'Bob'),
  },
  {
    name: 'purge an account',
    prepare: (given) => overdue(given, 'bob', 'Bob', own),
    act: (given) => tick(given, 'Bob'),
    done: [200],
    isDone: (store) => stateOf(store, 'Bob') === 'retired',
    afterwards: async (given, cast) =>
      stateOf(given.store, 'Bob') === 'retired'
        ? traces(given.store, 'Bob', knownOfBob(given, cast))
        : ['I12: the purge is not done after three ticks'],
  },
  {
    name: 'delete an organization',
    prepare: (given) => shown(given, 'ada', acme),
    act: (given, cast) => personOf(cast, 'ada', given).post(acme, { name: 'Acme', plan: cast.notes.plan }),
    done: [202],
    isDone: (store) => requested(store, 'Acme'),
  },
  {
    name: 'restore an organization',
    prepare: (given) => closed(given, 'ada', 'Acme', acme),
    act: (given, cast) => personOf(cast, 'bob', given).delete(acme),
    done: [200],
    isDone: (store) => restored(store, 'Acme'),
  },
  {
    name: 'purge an organization',
    prepare: (given) => overdue(given, 'ada', 'Acme', acme),
    act: (given) => tick(given, 'Acme'),
    done: [200],
    isDone: (store) => stateOf(store, 'Acme') === 'retired',
    afterwards: async ({ store }) =>
      stateOf(store, 'Acme') === 'retired' ? traces(store, 'Acme') : ['I12: the purge is not done after three ticks'],
  },
]);
