import type { Answered } from '../browser-actor.ts';
import { atMost } from './at-most.ts';

/** Rounds under way at the same time: they delay one another, so that the contenders of each meet in ever new ways. */
const roundsAtOnce = 16;

export interface Race<Scene> {
  readonly rounds: number;
  /**
   * Extra rounds first, in which each contender is done before the next begins: with one for each of them, every outcome
   * that depends on who was first is seen, however fast or slow the machine.
   */
  readonly relays?: number;
  /** Of two contenders, instead of beginning at once. */
  readonly headStarts?: HeadStarts<Scene>;
  /** Makes what the contenders of one round fight over. `round` makes names that no other round has. */
  prepare(round: number): Promise<Scene>;
  /** All begin at once, each at a process of its choice. */
  readonly contenders: readonly ((scene: Scene) => Promise<Answered>)[];
  /** Throws when the round ended as it must not. `answers` are in the order of the contenders. */
  judge(answers: readonly Answered[], scene: Scene): Promise<void> | void;
}

/**
 * The first of two contenders begins, and the other so many requests to storage later: from none to `most`, one more
 * from round to round, so that the other meets whatever the first passes through. In a round of each turn the
 * first is done before the other begins, and in one the other is before the first: these two ends are seen on however fast
 * or slow a machine.
 */
export interface HeadStarts<Scene> {
  readonly most: number;
  /** One request to storage. */
  request(scene: Scene): Promise<unknown>;
}

/**
 * Runs a race between requests, as often as it says, and has each round judged. Who is sent off first changes from
 * round to round.
 *
 * @returns the answers of each round, to be counted: a race that one contender always wins has not been one.
 */
export async function race<Scene>({
  rounds,
  relays = 0,
  prepare,
  contenders,
  judge,
  headStarts,
}: Race<Scene>): Promise<Answered[][]> {
  return await atMost(roundsAtOnce, [...Array(relays + rounds).keys()], async (round) => {
    const scene = await prepare(round);
    const places = contenders.map((_, index) => (index + round) % contenders.length);
    const answers: Answered[] = [];
    const run = async (place: number) => {
      answers[place] = (await contenders[place]?.(scene)) as Answered;
    };
    if (headStarts) await inTurn(round, headStarts, scene, run);
    else await atMost(round < relays ? 1 : places.length, places, run);
    try {
      await judge(answers, scene);
    } catch (cause) {
      throw new Error(`Round ${round} was answered ${answers.map(told).join(', ')}: ${cause}`, { cause });
    }
    return answers;
  });
}

async function inTurn<Scene>(
  round: number,
  { most, request }: HeadStarts<Scene>,
  scene: Scene,
  run: (place: number) => Promise<void>,
): Promise<void> {
  const turn = round % (most + 3);
  if (turn > most) return await atMost(1, turn === most + 1 ? [0, 1] : [1, 0], run).then(() => undefined);
  const late = async () => {
    for (let requests = 0; requests < turn; requests += 1) await request(scene);
    await run(1);
  };
  await Promise.all([run(0), late()]);
}

/** What an answer says in short, such as `201` or `409 name-taken`. */
export function told({ status, json }: Answered): string {
  return 'code' in json ? `${status} ${json.code}` : String(status);
}

/** How often each thing was said. */
export function tally(answers: readonly Answered[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const answer of answers) counts[told(answer)] = (counts[told(answer)] ?? 0) + 1;
  return counts;
}

const mostTries = 10;

/** Asks again while the answer is `busy`, as a person would. @returns the first other answer. */
export async function insist(ask: () => Promise<Answered>): Promise<Answered> {
  let answer = await ask();
  for (let tries = 1; answer.status === 503 && tries < mostTries; tries += 1) answer = await ask();
  return answer;
}
