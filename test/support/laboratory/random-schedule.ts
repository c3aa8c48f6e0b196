import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import type { TableServiceClientOptions } from '@azure/data-tables';
import { minute } from '../../../shared/clock.ts';
import type { Random } from '../../../shared/random.ts';
import { type Actor, type Answered, actor } from '../browser-actor.ts';
import { sendUnder } from '../faults/on-the-wire.ts';
import type { SeededRandom } from '../seeded-random.ts';
import { createWorld, type World } from '../world.ts';
import type { Move, Promised } from './move.ts';
import { exposedSecrets, invariantFaults, tickAll } from './quiet-world.ts';
import { watchRoots } from './root-monitor.ts';

/** What may happen to a request when its turn comes. Most often nothing does. */
const mishaps = ['never-sent', 'answer-lost', 'applied-late', 'refused-503', 'applied-500', 'dies'] as const;
const mishapShare = 0.1;

interface Waiting {
  readonly who: number;
  go(mishap: (typeof mishaps)[number] | undefined): void;
}

/**
 * Two to four people at processes of their own, who do things at the same time. Each storage request waits for its turn,
 * and the seed says whose it is, what goes wrong with it, and when the clock moves. Then all recover, and storage must
 * hold what each was told.
 */
export async function runSchedule(
  chance: SeededRandom,
  pool: readonly [Move, ...Move[]],
  prepare?: (world: World) => Promise<void>,
): Promise<readonly string[]> {
  const random = seededIds(chance);
  const base = await createWorld({ random });
  await prepare?.(base);
  const broken = watchRoots(base.store);
  const stage = turns(chance, base);
  const people = ['ada', 'eve', 'bob'] as const;
  const cast = Array.from({ length: 2 + chance.below(3) }, () => actor(base, chance.of(people)));
  const told: Told[] = [];
  const inDoubt = new Set<Actor>();

  const scripts = cast.map(async (person, who) => {
    // Until the script ends well, an answer may have been lost.
    inDoubt.add(person);
    const there = await createWorld({ beside: base, random, tables: stage.optionsOf(who) });
    let isSure = true;
    for (let moves = 1 + chance.below(3); moves > 0; moves -= 1) {
      const heard = await tell(chance.of(pool), person.at(there), chance);
      told.push(heard);
      isSure &&= !heard.isOpen;
    }
    if (isSure) inDoubt.delete(person);
  });
  await stage.drive(scripts);
  await stage.applyLate();
  for (const { again } of told.filter(({ isOpen }) => isOpen)) told.push(await again(base));
  for (let ticks = 0; ticks < 2; ticks += 1) await tickAll(base);

  const secrets = cast.flatMap(({ cookies }) => [...cookies.values()].map((value) => value.split('.').at(-1) ?? value));
  return [
    ...told.flatMap(({ promised }) => promised(base.store) ?? []),
    ...broken,
    ...(await lostSessions(
      base,
      cast.filter((person) => !inDoubt.has(person)),
    )),
    ...(await invariantFaults(base)),
    ...exposedSecrets([base], secrets),
  ];
}

/** A browser that received every answer to what it asked holds a session that works, or none. */
async function lostSessions(world: World, browsers: readonly Actor[]): Promise<string[]> {
  const lost: string[] = [];
  for (const browser of browsers.filter(({ cookies }) => cookies.has('__Host-session'))) {
    const { status } = await browser.at(world).get('/api/session');
    if (status !== 200) lost.push(`I17: a session of ${browser.person.id} is lost: ${status}`);
  }
  return lost;
}

/** What somebody was told, what it promises about storage, and how they would ask again. */
interface Told {
  readonly isOpen: boolean;
  readonly promised: Promised;
  again(world: World): Promise<Told>;
}

async function tell(move: Move, person: Actor, chance: SeededRandom): Promise<Told> {
  const act = move.choose(chance);
  const note = (answered: Answered): Told => ({
    isOpen: answered.status === 503,
    promised: answered.status === 500 ? () => [`a fault was shown: ${answered.text}`] : act.promises(answered, person),
    again: async (world) => note(await act.run(person.at(world))),
  });
  return note(await act.run(person));
}

function turns(chance: SeededRandom, { clock }: World) {
  const waiting: Waiting[] = [];
  const late: (() => Promise<unknown>)[] = [];
  const dead = new Set<number>();

  const optionsOf = (who: number): TableServiceClientOptions => {
    const policy: PipelinePolicy = {
      name: 'turns',
      async sendRequest(request, next) {
        const mishap = await new Promise<Parameters<Waiting['go']>[0]>((go) => waiting.push({ who, go }));
        if (mishap === undefined) return await next(request);
        if (mishap !== 'dies') return await sendUnder(mishap, request, next, late);
        dead.add(who);
        return await new Promise(() => undefined);
      },
    };
    return {
      retryOptions: { maxRetries: chance.of([0, 3]), retryDelayInMs: 0, maxRetryDelayInMs: 0 },
      additionalPolicies: [{ position: 'perRetry', policy }],
    };
  };

  return {
    optionsOf,
    async applyLate() {
      for (const send of late.splice(0)) await send();
    },
    /** Gives turns until every script has ended or is dead. */
    async drive(scripts: readonly Promise<void>[]): Promise<void> {
      const ended = new Set<number>();
      const faults: unknown[] = [];
      for (const [who, script] of scripts.entries()) {
        script.then(
          () => ended.add(who),
          (error: unknown) => {
            faults.push(error);
            ended.add(who);
          },
        );
      }
      let isDisturbed = false;
      for (let idle = 0; idle < 50 && new Set([...ended, ...dead]).size < scripts.length; ) {
        // Everything in a process but its requests runs between two turns of the event loop; only a retry of the SDK
        // waits for a timer of zero milliseconds, which ends before one that is set after it.
        await new Promise((resolve) => setImmediate(resolve));
        if (isDisturbed || waiting.length === 0) await new Promise((resolve) => setTimeout(resolve, 0));
        const [turn] = waiting.splice(chance.below(waiting.length), 1);
        idle = turn ? 0 : idle + 1;
        if (!turn) continue;
        if (chance.chance(0.02)) clock.advance(minute);
        if (late.length > 0 && chance.chance(0.2)) await late.splice(chance.below(late.length), 1)[0]?.();
        const mishap = chance.chance(mishapShare) ? chance.of(mishaps) : undefined;
        isDisturbed = mishap !== undefined;
        turn.go(mishap);
      }
      if (new Set([...ended, ...dead]).size < scripts.length) throw new Error('Somebody waits for ever');
      if (faults.length > 0) throw faults[0];
    },
  };
}

/** Ids and secrets that are the same for the same seed, so that a schedule can be run again. */
function seededIds(chance: SeededRandom): Random {
  const text = (length: number) => Buffer.from(Array.from({ length }, () => chance.below(256))).toString('base64url');
  return { secret: () => text(32), id: () => text(12) };
}
