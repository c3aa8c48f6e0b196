import type { AccountName } from '../../../../shared/names/account-name.ts';
import { nameKey } from '../../../../shared/names/name-key.ts';
import { actor } from '../../browser-actor.ts';
import { provenSignIn } from '../../people.ts';
import type { TableStore } from '../../table-simulator/table-store.ts';
import type { World } from '../../world.ts';
import { halfDone } from '../half-done.ts';
import { type Cast, meetingTimers, type Operation, personOf } from '../operation.ts';

/** Whether the account of this name lists the identity of this person. */
export function isHeld(store: TableStore, name: string, personId: string): boolean {
  const root = store
    .rows('accounts')
    .find(({ PartitionKey, RowKey }) => RowKey === 'account' && PartitionKey === nameKey(name as AccountName));
  return root?.name === name && String(root.identities).includes(provenSignIn({ id: personId }, new Date()).identity);
}

async function signedIn(world: World, id: string): Promise<Cast> {
  const person = actor(world, id);
  await person.signIn();
  return { people: { [id]: person }, notes: {} };
}

/** A claim whose process died between the pointer and the name. */
async function halfClaimed(world: World, name: string): Promise<Cast> {
  const cast = await signedIn(world, 'ada');
  return await halfDone(world, cast, 3, (there) =>
    personOf(cast, 'ada', there).post('/api/registration', { username: name }),
  );
}

const claimAda: Pick<Operation, 'act' | 'done' | 'isDone' | 'afterwards'> = {
  act: (world, cast) => personOf(cast, 'ada', world).post('/api/registration', { username: 'Ada' }),
  done: [201, 200],
  isDone: (store) => isHeld(store, 'Ada', 'ada'),
  /** Whoever asks for the name once more has it, and a session that works. */
  async afterwards(world, cast) {
    const ada = personOf(cast, 'ada', world);
    const again = await ada.post('/api/registration', { username: 'Ada' });
    const { status } = await ada.get('/api/session');
    return status === 200 ? [] : [`I17: asked once more, ${again.status}, and then the session answers ${status}`];
  },
};

const forget: Pick<Operation, 'act' | 'done' | 'spent' | 'isDone'> = {
  act: (world, cast) => personOf(cast, 'ada', world).delete('/api/registration'),
  done: [204],
  spent: [401],
  isDone: (store) => store.rows('registrations').length === 0 && !isHeld(store, 'Ada', 'ada'),
};

export const registrationOperations = meetingTimers([
  { name: 'claim', prepare: (world) => signedIn(world, 'ada'), ...claimAda },
  { name: 'claim, begun before', prepare: (world) => halfClaimed(world, 'Ada'), ...claimAda },
  { name: 'claim, another begun before', prepare: (world) => halfClaimed(world, 'Augusta'), ...claimAda },
  {
    name: 'claim of a taken name',
    async prepare(world) {
      await actor(world, 'eve').register('Eve');
      return await signedIn(world, 'ada');
    },
    act: (world, cast) => personOf(cast, 'ada', world).post('/api/registration', { username: 'Eve' }),
    done: [409],
    isDone: (store) => isHeld(store, 'Eve', 'eve') && !isHeld(store, 'Eve', 'ada'),
  },
  {
    name: 'claim, signed in as somebody else',
    async prepare(world) {
      const eve = actor(world, 'eve');
      await eve.register('Eve');
      const ada = actor(world, 'ada', new Map());
      await ada.signIn();
      const session = eve.cookies.get('__Host-session') ?? '';
      ada.cookies.set('__Host-session', session);
      return { people: { ada }, notes: {} };
    },
    ...claimAda,
  },
  { name: 'forget a registration', prepare: (world) => signedIn(world, 'ada'), ...forget },
  { name: 'forget a registration, a claim begun before', prepare: (world) => halfClaimed(world, 'Ada'), ...forget },
]);
