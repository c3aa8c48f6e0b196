import { day, minute } from '../../../shared/clock.ts';
import { type Fault, faults, type PlannedFault } from '../faults/fault.ts';
import type { SeededRandom } from '../seeded-random.ts';
import type { Operation } from './operation.ts';
import { enough } from './report.ts';
import { type Stage, stageOf } from './stage.ts';
import { type Course, runTrial, type Trial } from './trial.ts';

export interface Tally {
  /** Storage requests of the undisturbed operation, without the SDK's retries. */
  readonly steps: number;
  readonly trials: number;
  /** Each with the trial that shows it, so that it can be run again. */
  readonly violations: readonly string[];
}

const ordinary: readonly Course[] = ['person-returns', 'timers-first', 'nobody-returns'];
const interleaved: readonly Course[] = [...ordinary, 'person-returns-first', 'sleeps-long', 'timers-before-late'];
/** They show something only where a timer finds work. */
const ofTimers: readonly Course[] = ['timers-first', 'timers-before-late'];

function coursesAfter(fault: Fault | undefined, { meetsTimers }: Operation): readonly Course[] {
  const courses = fault === 'applied-late' || fault === 'pauses' ? interleaved : ordinary;
  return meetsTimers ? courses : courses.filter((course) => !ofTimers.includes(course));
}

const isHeard = (course: Course) => !ofTimers.includes(course) && course !== 'nobody-returns';

/** More requests than any operation sends: a loop that runs on is a defect of the operation. */
const mostSteps = 80;

/**
 * Every fault at every storage request of an operation, with every way to continue after it; the clock set before every
 * request; pages cut in every way; and nothing wrong at all, but asked twice.
 */
export async function singleFaults(operation: Operation): Promise<Tally> {
  const stage = await stageOf(operation);
  const tally = newTally(operation);
  tally.steps = await stepsOf(stage);
  const atEveryStep = async (trialAt: (at: number) => Trial) => {
    for (let at = 1; tally.violations.length < enough && (await tally.run(stage, trialAt(at))); at += 1) {
      if (at === mostSteps) throw new Error(`${operation.name} takes more than ${mostSteps} requests`);
    }
  };
  for (const course of coursesAfter(undefined, operation)) {
    for (const pageEnds of ['normal', 'every-row', 'empty-first'] as const) {
      await tally.run(stage, { retries: false, faults: [], course, pageEnds });
    }
    for (const milliseconds of [10 * minute, -10 * minute, day]) {
      await atEveryStep((at) => ({ retries: false, faults: [], course, clock: { at, milliseconds } }));
    }
  }
  for (const fault of faults) {
    for (const course of coursesAfter(fault, operation)) {
      await atEveryStep((at) => ({ retries: false, faults: [{ at, fault }], course }));
    }
    // With the SDK's retries the same kinds of things are left behind; what differs is what the person hears.
    for (const course of coursesAfter(fault, operation).filter(isHeard)) {
      await atEveryStep((at) => ({ retries: true, faults: [{ at, fault }], course }));
    }
  }
  return tally;
}

/** Which of the pairs are run: all, or so many that come to pass, in an order that a seed chooses. */
export interface Sample {
  /** Of two faults the second is often kept from happening by the first: those pairs show nothing, and do not count. */
  readonly of: number;
  readonly chance: SeededRandom;
}

/** Two faults: both at the process that acts first, or the second where the person asks again. All pairs, or a sample. */
export async function doubleFaults(operation: Operation, sample?: Sample): Promise<Tally> {
  const stage = await stageOf(operation);
  const tally = newTally(operation);
  const steps = await stepsOf(stage);
  const planned = faults.flatMap((fault) => Array.from({ length: steps }, (_, index) => ({ at: index + 1, fault })));
  const pairs = planned.flatMap((one) => planned.flatMap((other) => trialsOf(operation, one, other)));
  for (const trial of sample ? shuffled(pairs, sample.chance) : pairs) {
    await tally.run(stage, trial);
    if (tally.violations.length >= enough || tally.trials === sample?.of) break;
  }
  tally.steps = steps;
  return tally;
}

function trialsOf(operation: Operation, one: PlannedFault, other: PlannedFault): Trial[] {
  const courses = coursesAfter(one.fault, operation).filter((course) => course !== 'timers-first');
  return courses.flatMap((course) => [
    ...(one.at < other.at ? [{ retries: false, faults: [one, other], course }] : []),
    ...(course === 'nobody-returns' || course === 'timers-before-late'
      ? []
      : [{ retries: false, faults: [one], laterFaults: [other], course }]),
  ]);
}

/** One after the other, for most are never asked for. */
function* shuffled<T>(all: readonly T[], chance: SeededRandom): Generator<T, void> {
  const left = [...all];
  while (left.length > 0) {
    const at = chance.below(left.length);
    const [chosen, last] = [left[at] as T, left.pop() as T];
    if (at < left.length) left[at] = last;
    yield chosen;
  }
}

/** Requests that the operation sends when nothing goes wrong. */
async function stepsOf(stage: Stage): Promise<number> {
  const cast = stage.reset();
  const before = stage.base.store.requests.length;
  await stage.operation.act(stage.base, cast);
  return stage.base.store.requests.length - before;
}

function newTally({ name }: Operation) {
  const violations: string[] = [];
  return {
    steps: 0,
    trials: 0,
    violations,
    /** @returns whether all faults of the trial came to pass. */
    async run(stage: Stage, trial: Trial): Promise<boolean> {
      const { fired, violations: found } = await runTrial(stage, trial);
      this.trials += fired ? 1 : 0;
      violations.push(...found.map((violation) => `${name}: ${violation} in ${JSON.stringify(trial)}`));
      return fired;
    },
  };
}
