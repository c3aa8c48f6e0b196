import { type Actor, actor } from '../../browser-actor.ts';
import { runBeside } from '../../faults/run-beside.ts';
import { provenSignIn } from '../../people.ts';
import type { TableStore } from '../../table-simulator/table-store.ts';
import type { World } from '../../world.ts';
import { type Cast, type Operation, personOf, type Told } from '../operation.ts';
import { isHeld } from './registration.ts';

const purpose = '?purpose=link&returnTo=/account/identities';

/** The Microsoft account `work` at the browser where Ada is signed in. */
const workAt = (world: World, ada: Actor) => actor(world, 'work', ada.cookies);
const workId = provenSignIn({ id: 'work' }, new Date()).identity;

async function registered(world: World): Promise<Actor> {
  const ada = actor(world, 'ada');
  await ada.register('Ada');
  return ada;
}

/** Ada, who also signs in with `work`. */
async function linked(world: World): Promise<Actor> {
  const ada = await registered(world);
  await workAt(world, ada).signIn(purpose);
  return ada;
}

/** Ada at Microsoft with `work`: only the way back is left. */
async function atMicrosoft(world: World, ada: Actor): Promise<Cast> {
  const callback = await workAt(world, ada).beginSignIn(purpose);
  return { people: { ada }, notes: { state: new URL(callback, 'http://x').searchParams.get('state') ?? '' } };
}

/** Comes back with a code of its own: a code is used once, and each trial begins anew. */
function comeBack(world: World, cast: Cast): Promise<Told> {
  const code = world.people.codeFor({ id: 'work' });
  return personOf(cast, 'ada', world).get(`/sign-in/callback?state=${cast.notes.state}&code=${code}`);
}

const isLinked = (store: TableStore) => isHeld(store, 'Ada', 'work');

/** Whoever signs in with `work` is Ada. A callback is used once: the remedy is to link again. */
const link: Pick<Operation, 'act' | 'done' | 'spent' | 'recover' | 'isDone' | 'afterwards'> = {
  act: comeBack,
  done: [303],
  spent: [400],
  recover: (world, cast) => workAt(world, personOf(cast, 'ada', world)).signIn(purpose),
  isDone: isLinked,
  async afterwards(world, cast) {
    const again = await workAt(world, personOf(cast, 'ada', world)).signIn(purpose);
    if (again.status !== 303) return [`linking once more answers ${again.status}`];
    const elsewhere = actor(world, 'work');
    await elsewhere.signIn();
    const { username } = (await elsewhere.get('/api/session')).json;
    return username === 'Ada' ? [] : [`I4: whoever signs in with the linked identity is ${String(username)}`];
  },
};

/** `work` is nobody's now, and may register. */
const unlink: Pick<Operation, 'act' | 'done' | 'isDone' | 'afterwards'> = {
  act: (world, cast) => personOf(cast, 'ada', world).delete(`/api/account/identities/${workId}`),
  done: [204],
  isDone: (store) => !isLinked(store),
  async afterwards(world, cast) {
    const ada = personOf(cast, 'ada', world);
    if (isLinked(world.store)) await ada.delete(`/api/account/identities/${workId}`);
    const { status } = await actor(world, 'work').register('Worker');
    return status === 201 ? [] : [`registering with the unlinked identity answers ${status}`];
  },
};

const sessionsIn = (store: TableStore) =>
  store
    .rows('accounts')
    .filter(({ RowKey }) => RowKey === 'account')
    .flatMap(({ sessions }) => JSON.parse(String(sessions)) as unknown[]);

/** Ada in two browsers, who looks at the list of her sessions in the first. */
async function inTwoBrowsers(world: World): Promise<Cast> {
  const ada = await registered(world);
  await actor(world, 'ada').signIn();
  const { items } = (await ada.get('/api/account/sessions')).json as { items: { id: string; current: boolean }[] };
  return { people: { ada }, notes: { other: items.find(({ current }) => !current)?.id ?? '' } };
}

export const settingsOperations: readonly Operation[] = [
  { name: 'link', prepare: async (world) => atMicrosoft(world, await registered(world)), ...link },
  {
    name: 'link, the third',
    async prepare(world) {
      const ada = await registered(world);
      await ada.as('school').signIn(purpose);
      return await atMicrosoft(world, ada);
    },
    ...link,
  },
  {
    name: 'link, begun before',
    async prepare(world) {
      const ada = await registered(world);
      const { state } = (await atMicrosoft(world, ada)).notes;
      await runBeside(world, [{ at: 5, fault: 'dies-before' }], (there) =>
        comeBack(there, { people: { ada }, notes: { state: state ?? '' } }),
      );
      return await atMicrosoft(world, ada);
    },
    ...link,
  },
  {
    name: 'link, a registration begun before',
    async prepare(world) {
      const work = actor(world, 'work');
      await work.signIn();
      await runBeside(world, [{ at: 3, fault: 'dies-before' }], (there) =>
        work.at(there).post('/api/registration', { username: 'Worker' }),
      );
      return await atMicrosoft(world, await registered(world));
    },
    ...link,
  },
  {
    name: 'link, unlinked before',
    async prepare(world) {
      const ada = await linked(world);
      await runBeside(world, [{ at: 4, fault: 'dies-before' }], (there) =>
        ada.at(there).delete(`/api/account/identities/${workId}`),
      );
      return await atMicrosoft(world, ada);
    },
    ...link,
  },
  {
    name: 'link, in use elsewhere',
    async prepare(world) {
      await actor(world, 'work').register('Worker');
      return await atMicrosoft(world, await registered(world));
    },
    ...link,
    done: [409],
    isDone: (store) => isHeld(store, 'Worker', 'work') && !isLinked(store),
    afterwards: async () => [],
  },
  {
    name: 'unlink',
    prepare: async (world) => ({ people: { ada: await linked(world) }, notes: {} }),
    ...unlink,
  },
  {
    name: 'unlink what this browser signed in with',
    async prepare(world) {
      await linked(world);
      const ada = actor(world, 'work');
      await ada.signIn();
      return { people: { ada }, notes: {} };
    },
    ...unlink,
    spent: [401],
  },
  {
    name: 'end another session',
    prepare: inTwoBrowsers,
    act: (world, cast) => personOf(cast, 'ada', world).delete(`/api/account/sessions/${cast.notes.other}`),
    done: [204],
    isDone: (store) => sessionsIn(store).length === 1,
  },
  {
    name: 'end all other sessions',
    prepare: inTwoBrowsers,
    act: (world, cast) => personOf(cast, 'ada', world).delete('/api/account/sessions'),
    done: [204],
    isDone: (store) => sessionsIn(store).length === 1,
  },
];
