import { hour } from '../../../../shared/clock.ts';
import { actor } from '../../browser-actor.ts';
import type { TableStore } from '../../table-simulator/table-store.ts';
import type { World } from '../../world.ts';
import { type Cast, meetingTimers, type Operation, personOf } from '../operation.ts';

const sessionsOf = (store: TableStore) =>
  store
    .rows('accounts')
    .filter(({ RowKey }) => RowKey === 'account')
    .flatMap(({ sessions }) => JSON.parse(String(sessions)) as { hash: string; identity: string }[]);

/** A browser that is at Microsoft: only the way back is left. */
async function atMicrosoft(world: World, query: string, made: (world: World) => Promise<Cast>): Promise<Cast> {
  const { people, notes } = await made(world);
  const callback = await personOf({ people, notes }, 'ada', world).beginSignIn(query);
  return {
    people,
    notes: {
      state: new URL(callback, 'http://x').searchParams.get('state') ?? '',
      before: String(sessionsOf(world.store).length),
    },
  };
}

const nobody = async (world: World): Promise<Cast> => ({ people: { ada: actor(world, 'ada') }, notes: {} });

async function registered(world: World): Promise<Cast> {
  const ada = actor(world, 'ada');
  await ada.register('Ada');
  return { people: { ada }, notes: {} };
}

/** Ada in a browser that the service does not know yet. */
async function registeredElsewhere(world: World): Promise<Cast> {
  await registered(world);
  return await nobody(world);
}

async function inEvesBrowser(world: World): Promise<Cast> {
  await registered(world);
  const eve = actor(world, 'eve');
  await eve.register('Eve');
  return { people: { ada: actor(world, 'ada', eve.cookies) }, notes: {} };
}

/** Goes back with a code of its own: a code is used once, and each trial begins anew. */
function comeBack(world: World, cast: Cast) {
  const ada = personOf(cast, 'ada', world);
  return ada.get(`/sign-in/callback?state=${cast.notes.state}&code=${world.people.codeFor(ada.person)}`);
}

/** A callback whose answer was lost is refused when replayed; the remedy is to sign in again. */
const callback: Pick<Operation, 'act' | 'done' | 'spent' | 'recover'> = {
  act: comeBack,
  done: [303],
  spent: [400],
  recover: (world, cast) => personOf(cast, 'ada', world).signIn(),
};

/** The browser's session is one of the account's, and works. */
function hasSession({ name, prepare }: { name: string; prepare: Operation['prepare'] }): Operation {
  return {
    name,
    prepare,
    ...callback,
    isDone: (store) => sessionsOf(store).length > 0,
    async afterwards(world, cast) {
      const ada = personOf(cast, 'ada', world);
      if ((await ada.signIn()).status !== 303) return ['signing in again does not work'];
      const { status } = await ada.get('/api/session');
      return status === 200 ? [] : [`the session of a new sign-in answers ${status}`];
    },
  };
}

export const signInOperations = meetingTimers([
  {
    name: 'begin a sign-in',
    prepare: nobody,
    act: (world, cast) => personOf(cast, 'ada', world).get('/sign-in'),
    done: [303],
    isDone: (store) => store.rows('flows').length > 0,
  },
  {
    name: 'sign in, unknown',
    prepare: (world) => atMicrosoft(world, '', nobody),
    ...callback,
    isDone: (store) => store.rows('registrations').length > 0,
  },
  hasSession({ name: 'sign in', prepare: (world) => atMicrosoft(world, '', registeredElsewhere) }),
  hasSession({ name: 'sign in again', prepare: (world) => atMicrosoft(world, '', registered) }),
  hasSession({ name: 'sign in freshly', prepare: (world) => atMicrosoft(world, '?purpose=fresh', registered) }),
  {
    ...hasSession({
      name: 'sign in where somebody else was',
      prepare: (world) => atMicrosoft(world, '', inEvesBrowser),
    }),
  },
  {
    name: 'be seen',
    async prepare(world) {
      const cast = await registered(world);
      world.clock.advance(hour);
      return cast;
    },
    act: (world, cast) => personOf(cast, 'ada', world).get('/api/session'),
    done: [200],
    isDone: (store) => sessionsOf(store).length === 1,
  },
  {
    name: 'sign out',
    prepare: registered,
    act: (world, cast) => personOf(cast, 'ada', world).post('/sign-out'),
    done: [204],
    isDone: (store) => sessionsOf(store).length === 0,
  },
]);
