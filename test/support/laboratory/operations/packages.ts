import { join, register } from '../../organization-scene.ts';
import { acceptOffer, offer, share } from '../../package-scene.ts';
import { registry } from '../../registry-actor.ts';
import { keyOf } from '../../residents.ts';
import type { TableStore } from '../../table-simulator/table-store.ts';
import { createWorld, type World } from '../../world.ts';
import { halfDone } from '../half-done.ts';
import { type Cast, type Operation, personOf } from '../operation.ts';

const path = '/api/packages/Json.Net';

function rowOf(store: TableStore, row: string) {
  return store.rows('packages').find(({ PartitionKey, RowKey }) => PartitionKey === 'json.net' && RowKey === row);
}
const owns = (store: TableStore, name: string) => rowOf(store, `owner:${keyOf(name)}`) !== undefined;
const isOffered = (store: TableStore, name: string) => rowOf(store, `offer:${keyOf(name)}`) !== undefined;

/** Ada with her organization Acme, Bob in it as somebody who publishes, and Cyd. */
async function people(world: World): Promise<Cast> {
  const [ada, bob, cyd] = await register(world, 'Ada', 'Bob', 'Cyd');
  if (!ada || !bob || !cyd) throw new Error('Three registered');
  await ada.post('/api/organizations', { name: 'Acme' });
  await join(ada, bob, 'Bob');
  return { people: { ada, bob, cyd }, notes: {} };
}

/** The same, and Json.Net belongs to this account. */
const ownedBy = (owner: string) => async (world: World) => {
  const cast = await people(world);
  await registry(world).register('Json.Net', owner, 'Ada');
  return cast;
};

/** Json.Net is Ada's, and offered to this account by her or in the name of Acme. */
const offered =
  (account: string, owner = 'Ada') =>
  async (world: World) => {
    const cast = await ownedBy(owner)(world);
    await offer(personOf(cast, 'ada', world), account);
    return cast;
  };

/** Json.Net is Ada's and Cyd's. */
async function shared(world: World): Promise<Cast> {
  const cast = await ownedBy('Ada')(world);
  await share(personOf(cast, 'ada', world), personOf(cast, 'cyd', world), 'Cyd');
  return cast;
}

/** Json.Net is Cyd's, who has offered it to Acme. */
async function offeredToAcme(world: World): Promise<Cast> {
  const cast = await people(world);
  await registry(world).register('Json.Net', 'Cyd');
  await offer(personOf(cast, 'cyd', world), 'Acme');
  return cast;
}

async function removed(world: World): Promise<Cast> {
  const cast = await shared(world);
  await registry(world).delete(path);
  return cast;
}

type Does = Pick<Operation, 'act' | 'done' | 'isDone' | 'afterwards'>;

/** The registry asks once more, and then whether the owner may publish. */
function registering(owner: string, publisher: string): Does {
  return {
    act: (world) => registry(world).register('Json.Net', owner, publisher),
    done: [201, 200],
    isDone: (store) => rowOf(store, 'package')?.state === 'active' && owns(store, owner),
    async afterwards(world) {
      const backend = registry(world);
      const { status } = await backend.register('Json.Net', owner, publisher);
      const permission = await backend.asks('Json.Net', publisher);
      return permission.includes('publish') ? [] : [`asked once more, ${status}, and then: ${permission}`];
    },
  };
}

/** Somebody offers, and the account accepts in the end. */
function offering(to: string): Does {
  return {
    act: (world, cast) => offer(personOf(cast, 'ada', world), to),
    done: [201],
    isDone: (store) => rowOf(store, `offer:${keyOf(to)}`)?.offeredBy === 'Ada',
    async afterwards(world, cast) {
      const there = await createWorld({ beside: world });
      const { status } = await offer(personOf(cast, 'ada', there), to);
      const accepted = await acceptOffer(personOf(cast, to.toLowerCase(), there), to);
      return accepted.status === 200 ? [] : [`offered once more, ${status}, accepting answers ${accepted.status}`];
    },
  };
}

function accepting(person: string, account: string): Does {
  return {
    act: (world, cast) => acceptOffer(personOf(cast, person, world), account),
    done: [200],
    isDone: (store) => owns(store, account) && !isOffered(store, account),
    async afterwards(world, cast) {
      const there = await createWorld({ beside: world });
      const { status } = await acceptOffer(personOf(cast, person, there), account);
      return status === 200 ? [] : [`I17: asked once more, accepting answers ${status}`];
    },
  };
}

function adding(account: string): Does {
  return {
    act: (world, cast) => offer(personOf(cast, 'ada', world), account),
    done: [200],
    isDone: (store) => owns(store, account) && !isOffered(store, account),
  };
}

function takingBack(person: string, account: string): Does {
  return {
    act: (world, cast) => personOf(cast, person, world).delete(`${path}/offers/${account}`),
    done: [204],
    isDone: (store) => !isOffered(store, account),
  };
}

function removing(person: string, account: string): Does {
  return {
    act: (world, cast) => personOf(cast, person, world).delete(`${path}/owners/${account}`),
    done: [204],
    isDone: (store) => !owns(store, account),
  };
}

export const packageOperations: readonly Operation[] = [
  { name: 'register a package', prepare: people, ...registering('Ada', 'Ada') },
  { name: 'register a package for an organization', prepare: people, ...registering('Acme', 'Bob') },
  {
    name: 'register a package, begun before by another member',
    prepare: async (world) => {
      const cast = await people(world);
      return await halfDone(world, cast, 6, (there) => registry(there).register('Json.Net', 'Acme', 'Bob'));
    },
    ...registering('Acme', 'Ada'),
  },
  {
    name: 'register a package, begun before by the same',
    prepare: async (world) => {
      const cast = await people(world);
      return await halfDone(world, cast, 4, (there) => registry(there).register('Json.Net', 'Ada'));
    },
    ...registering('Ada', 'Ada'),
  },
  { name: 'register a package again that was removed', prepare: removed, ...registering('Ada', 'Ada') },
  {
    name: 'register a package of somebody else',
    prepare: ownedBy('Ada'),
    act: (world) => registry(world).register('Json.Net', 'Cyd'),
    done: [409],
    isDone: (store) => owns(store, 'Ada') && !owns(store, 'Cyd'),
  },
  {
    name: 'remove a package',
    prepare: async (world) => {
      const cast = await shared(world);
      await offer(personOf(cast, 'ada', world), 'Bob');
      return cast;
    },
    act: (world) => registry(world).delete(path),
    done: [204],
    isDone: (store) => rowOf(store, 'package')?.state === 'removed' && !owns(store, 'Ada') && !isOffered(store, 'Bob'),
  },
  { name: 'offer a package', prepare: ownedBy('Ada'), ...offering('Cyd') },
  { name: 'offer a package of an organization', prepare: ownedBy('Acme'), ...offering('Cyd') },
  {
    name: 'offer a package, begun before by another owner',
    prepare: async (world) => {
      const cast = await ownedBy('Ada')(world);
      await share(personOf(cast, 'ada', world), personOf(cast, 'bob', world), 'Bob');
      return await halfDone(world, cast, 7, (there) => offer(personOf(cast, 'bob', there), 'Cyd'));
    },
    ...offering('Cyd'),
  },
  {
    name: 'offer a package in the place of a void offer',
    prepare: async (world) => {
      const cast = await ownedBy('Ada')(world);
      await share(personOf(cast, 'ada', world), personOf(cast, 'bob', world), 'Bob');
      await offer(personOf(cast, 'bob', world), 'Cyd');
      await personOf(cast, 'ada', world).delete(`${path}/owners/Bob`);
      return cast;
    },
    ...offering('Cyd'),
  },
  { name: 'add one’s own organization at once', prepare: ownedBy('Ada'), ...adding('Acme') },
  { name: 'add oneself at once, as an administrator', prepare: ownedBy('Acme'), ...adding('Ada') },
  {
    name: 'add at once what was offered before',
    prepare: async (world) => {
      const cast = await shared(world);
      await offer(personOf(cast, 'cyd', world), 'Acme');
      return cast;
    },
    ...adding('Acme'),
  },
  { name: 'accept an offer', prepare: offered('Cyd'), ...accepting('cyd', 'Cyd') },
  { name: 'accept an offer of an organization', prepare: offered('Cyd', 'Acme'), ...accepting('cyd', 'Cyd') },
  { name: 'accept an offer for an organization', prepare: offeredToAcme, ...accepting('ada', 'Acme') },
  {
    name: 'accept an offer, once an owner before',
    prepare: async (world) => {
      const cast = await shared(world);
      await personOf(cast, 'ada', world).delete(`${path}/owners/Cyd`);
      await offer(personOf(cast, 'ada', world), 'Cyd');
      return cast;
    },
    ...accepting('cyd', 'Cyd'),
  },
  {
    name: 'accept an offer, begun before and offered anew',
    prepare: async (world) => {
      const cast = await offered('Cyd')(world);
      await halfDone(world, cast, 6, (there) => acceptOffer(personOf(cast, 'cyd', there), 'Cyd'));
      await personOf(cast, 'ada', world).delete(`${path}/offers/Cyd`);
      await offer(personOf(cast, 'ada', world), 'Cyd');
      return cast;
    },
    ...accepting('cyd', 'Cyd'),
  },
  { name: 'withdraw an offer', prepare: offered('Cyd'), ...takingBack('ada', 'Cyd') },
  { name: 'withdraw an offer of an organization', prepare: offered('Cyd', 'Acme'), ...takingBack('ada', 'Cyd') },
  { name: 'decline an offer', prepare: offered('Cyd'), ...takingBack('cyd', 'Cyd') },
  { name: 'decline an offer for an organization', prepare: offeredToAcme, ...takingBack('ada', 'Acme') },
  { name: 'remove an owner', prepare: shared, ...removing('ada', 'Cyd') },
  { name: 'give up ownership', prepare: shared, ...removing('ada', 'Ada') },
  {
    name: 'give up an organization’s ownership',
    prepare: async (world) => {
      const cast = await ownedBy('Acme')(world);
      await share(personOf(cast, 'ada', world), personOf(cast, 'cyd', world), 'Cyd');
      return cast;
    },
    ...removing('ada', 'Acme'),
  },
  {
    name: 'forget the hints of a package that was removed',
    prepare: async (world) => {
      const cast = await removed(world);
      world.clock.advance(20 * 60_000);
      return cast;
    },
    act: (world, cast) => personOf(cast, 'ada', world).get('/api/account/packages'),
    done: [200],
    isDone: (store) => rowOf(store, 'package')?.state === 'removed',
  },
];
