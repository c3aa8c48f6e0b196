import type { Actor, Answered } from '../browser-actor.ts';
import type { SeededRandom } from '../seeded-random.ts';
import type { TableStore } from '../table-simulator/table-store.ts';

/** What an answer promises about storage in the end. @returns what is not so. */
export type Promised = (store: TableStore) => readonly string[] | undefined;

/** Something people do in random schedules. */
export interface Move {
  readonly name: string;
  /** Settles the details, so that asking again asks for the same. */
  choose(chance: SeededRandom): {
    run(person: Actor): Promise<Answered>;
    promises(answered: Answered, person: Actor): Promised;
  };
}
