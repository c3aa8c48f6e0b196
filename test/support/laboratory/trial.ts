import { second } from '../../../shared/clock.ts';
import type { Fault, PlannedFault } from '../faults/fault.ts';
import { type FaultyProcess, faultyProcess, type Run } from '../faults/faulty-process.ts';
import type { PageEnds } from '../table-simulator/query.ts';
import { createWorld } from '../world.ts';
import type { Told } from './operation.ts';
import { exposedSecrets, invariantFaults, tickAll, tickUntilQuiet } from './quiet-world.ts';
import type { Stage } from './stage.ts';
import { type Witness, witnessOf, witnessOfExpiry } from './witness.ts';

/** What happens after the fault. */
export const courses = [
  /** Late writes are applied and paused processes go on; then the person asks again, elsewhere; then the timers tick. */
  'person-returns',
  /** The timers tick before the person asks again. */
  'timers-first',
  /** The person asks again elsewhere, and only then are late writes applied and do paused processes go on. */
  'person-returns-first',
  /** As before, and the paused process has slept for longer than a request may last. */
  'sleeps-long',
  /** The timers are alone with what is left. */
  'nobody-returns',
  /** As before, but late writes are applied, and paused processes go on, only after they have ticked. */
  'timers-before-late',
] as const;
export type Course = (typeof courses)[number];

export interface Trial {
  /** Whether the SDK retries what failed. */
  readonly retries: boolean;
  /** At the process that acts first. */
  readonly faults: readonly PlannedFault[];
  /** At the process where the person asks again. */
  readonly laterFaults?: readonly PlannedFault[];
  readonly course: Course;
  /** F10: the wall clock is set, forwards or back, before the request of that number. It may move expiries, nothing else. */
  readonly clock?: { readonly at: number; readonly milliseconds: number };
  /** F11: how the service cuts its pages. */
  readonly pageEnds?: PageEnds;
}

export interface Outcome {
  /** Whether every planned fault came to pass. */
  readonly fired: boolean;
  readonly violations: readonly string[];
}

const mostRepeats = 4;

/** Runs one trial on a stage: the fault, the recovery, quiet, and what was wrong. */
export async function runTrial(stage: Stage, trial: Trial): Promise<Outcome> {
  const { operation, base } = stage;
  const cast = stage.reset();
  base.store.pageEnds = trial.pageEnds ?? 'normal';
  const witness = trial.clock ? witnessOfExpiry() : witnessOf(operation, base, cast);
  let isClockSet = trial.clock === undefined;
  const pass = { whenHanging: () => base.clock.advance(4 * second), retries: trial.retries };
  const setClock = (at: number) => {
    if (at !== trial.clock?.at) return;
    base.clock.adjust(trial.clock.milliseconds);
    isClockSet = true;
  };
  const first = faultyProcess(trial.faults, { ...pass, beforeSending: setClock });
  const later = faultyProcess(trial.laterFaults ?? [], pass);
  const worlds = await Promise.all([first, later].map(({ options }) => createWorld({ beside: base, tables: options })));
  const [there, elsewhere] = worlds as [(typeof worlds)[0], (typeof worlds)[0]];

  const run = await first.run(() => operation.act(there, cast));
  // What the second fault was planned for never came: the trial of the first alone is another one.
  if (trial.faults.length > 1 && run.state !== 'paused' && first.fired().length < trial.faults.length) {
    return { fired: false, violations: [] };
  }
  hear(witness, run);
  const shown =
    isBridged(trial) && run.state === 'done' && run.value.status === 503 ? ['a single lost answer was shown'] : [];
  const settleFirst = async () => {
    if (trial.course === 'sleeps-long') base.clock.advance(20 * second);
    await first.applyLate();
    await goOn(first, witness, run);
  };
  const returns = async () => {
    const again = operation.recover ?? operation.act;
    for (let tries = 0; tries < mostRepeats && !(tries > 0 && witness.isSatisfied()); tries += 1) {
      const at = later.isDead() ? base : elsewhere;
      const repeated = await (at === base ? clean(again(base, cast)) : later.run(() => again(elsewhere, cast)));
      hear(witness, repeated);
      await later.applyLate();
      await goOn(later, witness, repeated);
    }
    if (!witness.isSatisfied()) witness.hears({ status: 500, text: 'asking again does not end in an answer' });
  };

  switch (trial.course) {
    case 'person-returns':
      await settleFirst();
      await returns();
      break;
    case 'timers-first':
      await settleFirst();
      await tickAll(base);
      await returns();
      break;
    case 'person-returns-first':
    case 'sleeps-long':
      await returns();
      await settleFirst();
      break;
    case 'nobody-returns':
      await settleFirst();
      break;
    case 'timers-before-late':
      await tickAll(base);
      await settleFirst();
  }
  const isQuiet = await tickUntilQuiet(base);
  witness.concludes();

  const secrets = Object.values(cast.people).flatMap(({ cookies }) => [...cookies.values()].map(secretOf));
  return {
    fired:
      isClockSet &&
      first.fired().length + later.fired().length === trial.faults.length + (trial.laterFaults?.length ?? 0),
    violations: [
      ...witness.faults,
      ...shown,
      ...stage.brokenChanges(),
      ...(isQuiet ? [] : ['I12: a fourth tick still changes something']),
      ...(await invariantFaults(base)),
      ...exposedSecrets([base, ...worlds], secrets),
      ...(trial.clock ? [] : ((await operation.afterwards?.(base, cast)) ?? [])),
    ],
  };
}

/** What the SDK's retries and reading back together bridge: the person does not hear of it. */
function isBridged({ retries, faults: [only, ...more] }: Trial): boolean {
  const passing: readonly Fault[] = ['never-sent', 'answer-lost', 'refused-500', 'refused-503', 'applied-500', 'hangs'];
  return retries && only !== undefined && more.length === 0 && passing.includes(only.fault);
}

async function clean(told: Promise<Told>): Promise<Run<Told>> {
  return { state: 'done', value: await told };
}

function hear(witness: Witness, run: Run<Told>): void {
  if (run.state === 'done') witness.hears(run.value);
  else if (run.state === 'failed') witness.hears({ status: 500, text: String(run.error) });
}

async function goOn(process: FaultyProcess, witness: Witness, run: Run<Told>): Promise<void> {
  let current = run;
  while (current.state === 'paused') {
    current = await current.resumed();
    await process.applyLate();
    hear(witness, current);
  }
}

function secretOf(cookie: string): string {
  return cookie.split('.').at(-1) ?? cookie;
}
