import type { Actor, Answered } from '../browser-actor.ts';
import { actor } from '../browser-actor.ts';
import type { TableStore } from '../table-simulator/table-store.ts';
import type { World } from '../world.ts';

/** Who and what an operation is about: people with their browsers, and what was noted while the world was made. */
export interface Cast {
  readonly people: Readonly<Record<string, Actor>>;
  readonly notes: Readonly<Record<string, string>>;
}

/** What somebody was told. Timers are told only that they are done. */
export type Told = Pick<Answered, 'status' | 'text'>;

/**
 * A business operation, as the laboratory drives it: through HTTP like a person, again when there was no answer, from
 * another process. A feature describes its own in `operations/<feature>.ts` and spreads them into `operations.ts`.
 */
export interface Operation {
  readonly name: string;
  /** Makes the world in which the operation begins. */
  prepare(world: World): Promise<Cast>;
  /** Does it once. */
  act(world: World, cast: Cast): Promise<Told>;
  /** Statuses that say that it is done. */
  readonly done: readonly number[];
  /** Refusals that a repetition may get when it is already done: a callback is used once, a forgotten thing is gone. */
  readonly spent?: readonly number[];
  /** Whether storage holds the effect: what an answer is measured by. */
  isDone(store: TableStore, cast: Cast): boolean;
  /** What the person does when the answer was lost or 503. Default: the same again. */
  recover?(world: World, cast: Cast): Promise<Told>;
  /** A timer works on the same rows, so it may tick before the person asks again. */
  readonly meetsTimers?: true;
  /** What must hold besides, once all is quiet. @returns what does not. */
  afterwards?(world: World, cast: Cast): Promise<readonly string[]>;
}

/** The same people with browsers of their own, so that one run's cookies do not reach the next. */
export function copyOf({ people, notes }: Cast, world: World): Cast {
  const copies = Object.entries(people).map(([name, { person, cookies }]) => [
    name,
    actor(world, person, new Map(cookies)),
  ]);
  return { people: Object.fromEntries(copies), notes };
}

/** Somebody of the cast, at this process. */
export function personOf({ people }: Cast, name: string, world: World): Actor {
  const found = people[name];
  if (!found) throw new Error(`Nobody in this cast is called ${name}`);
  return found.at(world);
}

/** Marks operations whose rows the timers work on too. */
export function meetingTimers(operations: readonly Operation[]): readonly Operation[] {
  return operations.map((operation) => ({ ...operation, meetsTimers: true }));
}
