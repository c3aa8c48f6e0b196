import { day, hour, minute } from '../../../../shared/clock.ts';
import { removeIdlePointers } from '../../../../shared/integrity/idle-pointers.ts';
import { everyKey } from '../../../../shared/integrity/key-ranges.ts';
import { unlimited } from '../../../../shared/integrity/partitions-within.ts';
import { Unanswered } from '../../../../shared/storage/tables.ts';
import { actor } from '../../browser-actor.ts';
import type { World } from '../../world.ts';
import { halfDone } from '../half-done.ts';
import { meetingTimers, personOf, type Told } from '../operation.ts';
import { tickAll } from '../quiet-world.ts';

/** The clock is told nothing; whether it ended well stands in for a status. */
async function ended(work: Promise<unknown>): Promise<Told> {
  try {
    await work;
    return { status: 200, text: '' };
  } catch (error) {
    if (error instanceof Unanswered) return { status: 503, text: error.message };
    throw error;
  }
}

/** The timer looks nightly at one of 64 parts; this at all of them. */
async function removeAllIdle({ services }: World): Promise<void> {
  const scope = { deadline: services.clock.monotonic() + 4 * minute, sent: 0 };
  await removeIdlePointers({ ...services, tables: services.tables.within(scope) }, everyKey, unlimited);
}

export const timerOperations = meetingTimers([
  {
    name: 'clean up',
    async prepare(world) {
      for (const id of ['ada', 'eve']) await actor(world, id).signIn();
      world.clock.advance(2 * hour);
      const grace = actor(world, 'grace');
      await grace.signIn();
      return { people: { grace }, notes: {} };
    },
    act: (world) => ended(tickAll(world)),
    done: [200],
    isDone: (store) => store.rows('registrations').length === 1 && store.rows('flows').length === 1,
    async afterwards(world, cast) {
      const { status } = await personOf(cast, 'grace', world).get('/api/registration');
      return status === 200 ? [] : ['a registration under way was cleaned away'];
    },
  },
  {
    name: 'remove a pointer that leads nowhere',
    async prepare(world) {
      const ada = actor(world, 'ada');
      await ada.signIn();
      const cast = { people: { ada }, notes: {} };
      await halfDone(world, cast, 3, (there) => ada.at(there).post('/api/registration', { username: 'Ada' }));
      world.clock.advance(2 * day);
      return cast;
    },
    act: (world) => ended(removeAllIdle(world)),
    done: [200],
    isDone: (store) => store.rows('identities').length === 0,
    async afterwards(world, cast) {
      const { status } = await personOf(cast, 'ada', world).register('Ada');
      return status === 201 ? [] : [`registering afterwards answers ${status}`];
    },
  },
]);
