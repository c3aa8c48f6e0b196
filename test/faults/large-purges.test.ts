import { expect, test } from 'vitest';
import { advanceDeletions } from '../../functions/timers/advance-deletions.ts';
import { day } from '../../shared/clock.ts';
import type { PlannedFault } from '../support/faults/fault.ts';
import { runBeside } from '../support/faults/run-beside.ts';
import { invariantFaults, tickUntilQuiet } from '../support/laboratory/quiet-world.ts';
import { reported } from '../support/laboratory/report.ts';
import { type Leaver, largeOrganization, memberOfMany } from '../support/large-accounts.ts';
import { keyOf, servicesIn } from '../support/residents.ts';
import type { World } from '../support/world.ts';

/** A purge visits 100 organizations in the same few steps: every n-th kill is tried; `PURGE_STRIDE=1` tries all. */
const stride = Number(process.env.PURGE_STRIDE ?? 7);

/** Moves on to when the purge is due. @returns what brings everything back there. */
function whenDue({ store, clock }: World): () => void {
  clock.advance(7 * day);
  const [snapshot, mark] = [store.snapshot(), clock.mark()];
  return () => {
    store.restore(snapshot);
    clock.rewind(mark);
  };
}

const ticksWith = (world: World, fault: PlannedFault) =>
  runBeside(world, [fault], (there) => advanceDeletions.tick(servicesIn(there)));

/** A process ticks and dies before its n-th request to storage, n growing by `step` until it lives; then another ticks. */
async function killed({ world, name }: Leaver, step: number) {
  const again = whenDue(world);
  const violations: string[] = [];
  let trials = 0;
  for (let at = 1, isAlive = false; !isAlive; at += step) {
    again();
    const { state } = await ticksWith(world, { at, fault: 'dies-before' });
    isAlive = state !== 'died';
    const isQuiet = await tickUntilQuiet(world);
    trials += 1;
    if (!isQuiet) violations.push(`${at}: a fourth tick still changes something`);
    violations.push(...[...(await invariantFaults(world)), ...leftOf({ world, name })].map((one) => `${at}: ${one}`));
  }
  return { trials, violations };
}

/** What is left of an account that is gone and should not be. Hints that others hold of it may stay. */
function leftOf({ world: { store }, name }: Leaver): string[] {
  const key = keyOf(name);
  const rows = ['accounts', 'identities', 'deletions'].flatMap((table) => store.rows(table));
  const own = rows.filter(
    ({ PartitionKey, RowKey, nameKey, account }) =>
      [PartitionKey, nameKey, account].includes(key) || RowKey === `member:${key}`,
  );
  const isRetired = own.length === 1 && own[0]?.RowKey === 'account' && own[0]?.state === 'retired';
  return isRetired ? [] : [`${own.length} rows are left of ${name}`];
}

/** Let `finishPurge` retire before it visits, and seats of the user are left; before `removeRows`, and members are. */
test.each([
  ['an organization of 1,000 members', () => largeOrganization(1000), 1],
  ['a user in 100 organizations', () => memberOfMany(100), stride],
])('the purge of %s survives the end of its process', { timeout: 600_000 }, async (what, leaver, step) => {
  const violations = await reported('large purges', what, async () => await killed(await leaver(), step));
  expect(violations).toEqual([]);
});

/**
 * A batch is refused as a whole if another process was faster, though it may hold rows that nobody removed. Delete
 * `isEmpty &&= done` in `removeRows`, and they stay.
 */
test('two processes that remove the same rows, of which one dies, leave none', { timeout: 600_000 }, async () => {
  const acme = await largeOrganization(1000);
  const violations = await reported('large purges', 'by two processes', () => hindered(acme));
  expect(violations).toEqual([]);
});

/** One stands still before a request while the other goes some requests far and dies; then it goes on. */
async function hindered({ world, name }: Leaver) {
  const again = whenDue(world);
  const violations: string[] = [];
  let trials = 0;
  for (let at = 14; ; at += 4) {
    for (let dies = 14; dies < 50; dies += 5) {
      again();
      const slow = await ticksWith(world, { at, fault: 'pauses' });
      if (slow.state !== 'paused') return { trials, violations };
      await ticksWith(world, { at: dies, fault: 'dies-before' });
      await slow.resumed();
      await tickUntilQuiet(world);
      trials += 1;
      violations.push(...leftOf({ world, name }).map((one) => `${at}, ${dies}: ${one}`));
    }
  }
}
