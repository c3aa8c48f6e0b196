import { checkIntegrity } from '../../../functions/timers/check-integrity.ts';
import type { Timer } from '../../../functions/timers/timer.ts';
import { timers } from '../../../functions/timers.ts';
import { registrationBuckets } from '../../../shared/registrations/registration.ts';
import { flowBuckets } from '../../../shared/sign-ins/flow.ts';
import { integrityFaults } from '../integrity-faults.ts';
import type { World } from '../world.ts';

/** One tick of a timer, within its time. */
export async function tick({ services }: World, timer: Timer): Promise<void> {
  const scope = { deadline: services.clock.monotonic() + 240_000, sent: 0 };
  await timer.tick({ ...services, tables: services.tables.within(scope) });
}

/** One night has hundreds of key ranges, nearly all empty here: `integrityFaults` and an operation of its own look at all keys. */
const allDay = timers.filter((timer) => timer !== checkIntegrity);

/** One tick of every timer, but for the nightly one. */
export async function tickAll(world: World): Promise<void> {
  for (const timer of allDay) await tick(world, timer);
}

/** By then everything due is done, and a further tick finds nothing to do. */
const mostTicks = 3;

/** @returns whether it became quiet: a tick changed nothing. */
export async function tickUntilQuiet(world: World): Promise<boolean> {
  const writes = () => world.store.requests.filter((request) => !request.startsWith('GET')).length;
  for (let ticks = 0; ticks <= mostTicks; ticks += 1) {
    const before = writes();
    await tickAll(world);
    if (before === writes()) return true;
  }
  return false;
}

/** What is wrong in storage once nobody is at work and the timers have ticked. */
export async function invariantFaults(world: World): Promise<readonly string[]> {
  const { store, clock } = world;
  const faults = await integrityFaults(world);
  for (const { RowKey, PartitionKey, state, purgeAfter } of store.rows('accounts')) {
    if (RowKey !== 'account' || state === 'active' || state === 'retired') continue;
    const isOverdue = state !== 'closed' || new Date(String(purgeAfter)) <= clock.now();
    if (isOverdue) faults.push(`I12: accounts/${PartitionKey} is ${state} and does not get on`);
  }
  const overdue = { registrations: registrationBuckets, flows: flowBuckets };
  for (const [table, buckets] of Object.entries(overdue)) {
    const below = buckets.overdueBelow(clock.now());
    if (store.rows(table).some(({ PartitionKey }) => PartitionKey < below)) faults.push(`I15: ${table} keeps rows`);
  }
  return faults;
}

/** Whether a secret that a browser holds is anywhere in storage or in the log of any of these processes over it. */
export function exposedSecrets(worlds: readonly [World, ...World[]], secrets: readonly string[]): readonly string[] {
  const [{ store }] = worlds;
  const places = {
    storage: JSON.stringify(
      [...store.snapshot()].map(([, partitions]) => [...partitions].map(([, rows]) => [...rows])),
    ),
    log: JSON.stringify(worlds.flatMap(({ log }) => log.map(({ cause, ...line }) => [line, String(cause)]))),
  };
  return Object.entries(places).flatMap(([place, text]) =>
    secrets.filter((secret) => text.includes(secret)).map(() => `I16: a secret stands in ${place}`),
  );
}
