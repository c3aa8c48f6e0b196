import type { Role } from '../../../../shared/organizations/member.ts';
import { accept, invite, join, register } from '../../organization-scene.ts';
import { keyOf } from '../../residents.ts';
import type { TableStore } from '../../table-simulator/table-store.ts';
import { createWorld, type World } from '../../world.ts';
import { halfDone } from '../half-done.ts';
import { type Cast, type Operation, personOf } from '../operation.ts';

const acme = '/api/organizations/Acme';

function rowOf(store: TableStore, row: string) {
  return store.rows('accounts').find(({ PartitionKey, RowKey }) => PartitionKey === keyOf('Acme') && RowKey === row);
}
const roleOf = (store: TableStore, name: string) => rowOf(store, `member:${keyOf(name)}`)?.role as Role | undefined;
const isInvited = (store: TableStore, name: string) => rowOf(store, `invitation:${keyOf(name)}`) !== undefined;

/** Ada and Bob, and somebody who watches. */
async function people(world: World): Promise<Cast> {
  const [ada, bob, cyd] = await register(world, 'Ada', 'Bob', 'Cyd');
  if (!ada || !bob || !cyd) throw new Error('Three registered');
  return { people: { ada, bob, cyd }, notes: {} };
}

async function organization(world: World): Promise<Cast> {
  const cast = await people(world);
  await personOf(cast, 'ada', world).post('/api/organizations', { name: 'Acme' });
  return cast;
}

async function invited(world: World, role: Role = 'collaborator'): Promise<Cast> {
  const cast = await organization(world);
  await invite(personOf(cast, 'ada', world), 'Bob', role);
  return cast;
}

async function joined(world: World, role: Role = 'collaborator'): Promise<Cast> {
  const cast = await organization(world);
  await join(personOf(cast, 'ada', world), personOf(cast, 'bob', world), 'Bob', role);
  return cast;
}

const create = (world: World, cast: Cast, name = 'Acme') =>
  personOf(cast, 'ada', world).post('/api/organizations', { name });
const created: Pick<Operation, 'act' | 'done' | 'isDone' | 'afterwards'> = {
  act: create,
  done: [201, 200],
  isDone: (store) => rowOf(store, 'account')?.name === 'Acme' && roleOf(store, 'Ada') === 'admin',
  async afterwards(world, cast) {
    const again = await create(world, cast);
    const { json } = await personOf(cast, 'ada', world).get('/api/account/organizations');
    const names = (json.items as { name: string }[]).map(({ name }) => name);
    return names.includes('Acme') ? [] : [`I17: asked once more, ${again.status}, and Ada has ${names.join()}`];
  },
};

const accepted: Pick<Operation, 'act' | 'done' | 'isDone' | 'afterwards'> = {
  act: (world, cast) => accept(personOf(cast, 'bob', world), 'Bob'),
  done: [200],
  isDone: (store) => roleOf(store, 'Bob') !== undefined && !isInvited(store, 'Bob'),
  async afterwards(world, cast) {
    // At a process of its own, which has not counted the requests of earlier trials.
    const there = await createWorld({ beside: world });
    const { status } = await accept(personOf(cast, 'bob', there), 'Bob');
    return status === 200 ? [] : [`I17: asked once more, accepting answers ${status}`];
  },
};

const sent: Pick<Operation, 'act' | 'done' | 'isDone' | 'afterwards'> = {
  act: (world, cast) => invite(personOf(cast, 'ada', world), 'Bob'),
  done: [201, 200],
  isDone: (store) => isInvited(store, 'Bob') && rowOf(store, `invitation:${keyOf('Bob')}`)?.role === 'collaborator',
  async afterwards(world, cast) {
    const [again, accepting] = [
      await invite(personOf(cast, 'ada', world), 'Bob'),
      await accept(personOf(cast, 'bob', world), 'Bob'),
    ];
    return accepting.status === 200
      ? []
      : [`invited once more, ${again.status}, accepting answers ${accepting.status}`];
  },
};

export const organizationOperations: readonly Operation[] = [
  { name: 'create an organization', prepare: people, ...created },
  {
    name: 'create an organization, begun before',
    prepare: async (world) => {
      const cast = await people(world);
      return await halfDone(world, cast, 4, (there) => create(there, cast));
    },
    ...created,
  },
  {
    name: 'create an organization, a look-alike begun before',
    prepare: async (world) => {
      const cast = await people(world);
      return await halfDone(world, cast, 4, (there) => create(there, cast, 'ACME'));
    },
    ...created,
  },
  { name: 'invite', prepare: organization, ...sent },
  {
    name: 'invite, another role begun before',
    prepare: async (world) => {
      const cast = await organization(world);
      return await halfDone(world, cast, 7, (there) => invite(personOf(cast, 'ada', there), 'Bob', 'admin'));
    },
    ...sent,
  },
  {
    name: 'invite in the place of a void invitation',
    prepare: async (world) => {
      const cast = await organization(world);
      const [ada, cyd] = [personOf(cast, 'ada', world), personOf(cast, 'cyd', world)];
      await join(ada, cyd, 'Cyd', 'admin');
      await invite(cyd, 'Bob', 'admin');
      await ada.delete(`${acme}/members/Cyd`);
      return cast;
    },
    ...sent,
    // What stands in the way is an invitation too.
    isDone: (store) => rowOf(store, `invitation:${keyOf('Bob')}`)?.invitedBy === 'Ada',
  },
  { name: 'accept', prepare: (world) => invited(world), ...accepted },
  {
    name: 'accept, once a member before',
    prepare: async (world) => {
      const cast = await joined(world, 'admin');
      await personOf(cast, 'ada', world).delete(`${acme}/members/Bob`);
      await invite(personOf(cast, 'ada', world), 'Bob');
      return cast;
    },
    ...accepted,
  },
  {
    name: 'accept, another role begun before',
    prepare: async (world) => {
      const cast = await invited(world, 'admin');
      await halfDone(world, cast, 6, (there) => accept(personOf(cast, 'bob', there), 'Bob'));
      await personOf(cast, 'ada', world).delete(`${acme}/invitations/Bob`);
      await invite(personOf(cast, 'ada', world), 'Bob');
      return cast;
    },
    ...accepted,
  },
  {
    name: 'withdraw an invitation',
    prepare: (world) => invited(world),
    act: (world, cast) => personOf(cast, 'ada', world).delete(`${acme}/invitations/Bob`),
    done: [204],
    isDone: (store) => !isInvited(store, 'Bob'),
  },
  {
    name: 'decline an invitation',
    prepare: (world) => invited(world),
    act: (world, cast) => personOf(cast, 'bob', world).delete(`${acme}/invitations/Bob`),
    done: [204],
    isDone: (store) => !isInvited(store, 'Bob'),
  },
  {
    name: 'give another role',
    prepare: (world) => joined(world),
    act: (world, cast) => personOf(cast, 'ada', world).patch(`${acme}/members/Bob`, { role: 'admin' }),
    done: [200],
    isDone: (store) => roleOf(store, 'Bob') === 'admin',
  },
  {
    name: 'give up one’s own administration',
    prepare: (world) => joined(world, 'admin'),
    act: (world, cast) => personOf(cast, 'ada', world).patch(`${acme}/members/Ada`, { role: 'collaborator' }),
    done: [200],
    isDone: (store) => roleOf(store, 'Ada') === 'collaborator',
  },
  {
    name: 'remove a member',
    prepare: (world) => joined(world, 'admin'),
    act: (world, cast) => personOf(cast, 'ada', world).delete(`${acme}/members/Bob`),
    done: [204],
    isDone: (store) => roleOf(store, 'Bob') === undefined,
  },
  {
    name: 'leave',
    prepare: (world) => joined(world, 'admin'),
    act: (world, cast) => personOf(cast, 'ada', world).delete(`${acme}/members/Ada`),
    done: [204],
    isDone: (store) => roleOf(store, 'Ada') === undefined,
  },
  {
    name: 'forget the hint of a seat that is gone',
    prepare: async (world) => {
      const cast = await joined(world);
      await personOf(cast, 'ada', world).delete(`${acme}/members/Bob`);
      return cast;
    },
    act: (world, cast) => personOf(cast, 'bob', world).get('/api/account/organizations'),
    done: [200],
    isDone: (store) => roleOf(store, 'Bob') === undefined,
  },
];
