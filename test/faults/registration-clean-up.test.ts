import { expect, test } from 'vitest';
import { removeAbandonedRegistrations } from '../../functions/timers/remove-abandoned-registrations.ts';
import { later, minute } from '../../shared/clock.ts';
import { type Actor, type Answered, actor } from '../support/browser-actor.ts';
import { type Interruption, interruption } from '../support/interruption.ts';
import { invariantFaults } from '../support/laboratory/quiet-world.ts';
import { keyOf, servicesIn } from '../support/residents.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { createWorld, type World } from '../support/world.ts';

const rounds = 1_000;
const random = seededRandom(8);
/** A claim takes three requests, a tick that removes something four. */
const mostRequests = { person: 3, timer: 4 } as const;

const tick = (world: World) => removeAbandonedRegistrations.tick(servicesIn(world));

/**
 * A registration lives almost to the end of its bucket. At some moment about that time either the person asks for a name
 * or the timer ticks, each at a process of its own; before one of its requests the clock moves on a little, and the other
 * does all that it has to do.
 *
 * Fails when `find` of `registrations.ts` does not look at `expiresAt`, and when `overdueBelow` of `expiry-bucket.ts`
 * includes the present bucket.
 */
test('whoever asks for a name as their registration expires has it or has nothing, whenever the timer ticks', {
  timeout: 120_000,
}, async () => {
  const held = { person: interruption(), timer: interruption() };
  const here = await createWorld({ tables: held.person.tables });
  const there = await createWorld({ beside: here, tables: held.timer.tables });
  const [snapshot, mark] = [here.store.snapshot(), here.clock.mark()];
  const seen = { registered: 0, refused: 0, removedMeanwhile: 0 };
  for (let round = 0; round < rounds; round += 1) {
    here.store.restore(snapshot);
    here.clock.rewind(mark);
    const one = await playRound(here, there, held);
    seen[one.isRegistered ? 'registered' : 'refused'] += 1;
    if (one.isRemovedMeanwhile) seen.removedMeanwhile += 1;
  }
  // What never happened was not tried.
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(20);
});

async function playRound(here: World, there: World, held: Record<'person' | 'timer', Interruption>) {
  const { clock, config, store } = here;
  const moment = () => random.of([1, 2, 1_000, 2_000] as const);
  clock.advance(15 * minute - moment());
  const ada = actor(here, 'ada');
  await ada.signIn();
  const expiresAt = later(clock.now(), config.registrationLifetimeMinutes * minute);
  clock.advance(config.registrationLifetimeMinutes * minute + random.of([-1, 0, 1] as const) * moment());

  const first = random.of(['person', 'timer'] as const);
  let isStillInTime = false;
  let answer: Answered | undefined;
  const claim = async () => {
    isStillInTime = clock.now() < expiresAt;
    answer = await ada.post('/api/registration', { username: 'Ada' });
  };
  const at = 1 + random.below(mostRequests[first]);
  held[first].before(at, async () => {
    clock.advance(random.of([0, 1, 4_000] as const));
    // Before its first request the claim has not looked at the registration yet.
    if (at === 1) isStillInTime = clock.now() < expiresAt;
    await (first === 'person' ? tick(there) : claim());
  });
  await (first === 'person' ? claim() : tick(there));
  const wasHeld = held[first].hasHappened();
  held[first].before(0, async () => undefined);
  // The timer may have had less to do than that; then the person comes after it.
  if (!answer) await claim();

  const isRemovedMeanwhile = wasHeld && first === 'person' && at > 1 && store.rows('registrations').length === 0;
  expect([answer?.status, answer?.text]).toEqual(
    isStillInTime ? [201, '{"username":"Ada"}'] : [401, expect.stringContaining('no-registration')],
  );
  await expectAllOrNothing(here, ada, isStillInTime);
  clock.advance(60 * minute);
  await tick(there);
  expect(await invariantFaults(here)).toEqual([]);
  expect([...store.rows('registrations'), ...store.rows('flows')]).toEqual([]);
  return { isRegistered: isStillInTime, isRemovedMeanwhile };
}

async function expectAllOrNothing({ store }: World, ada: Actor, isRegistered: boolean): Promise<void> {
  const rows = [...store.rows('accounts'), ...store.rows('identities')];
  expect(rows.map(({ RowKey }) => RowKey.replace(/:.*/, '')).toSorted()).toEqual(
    isRegistered ? ['account', 'audit', 'identity'] : [],
  );
  const session = await ada.get('/api/session');
  expect(session.json).toMatchObject(isRegistered ? { username: 'Ada' } : { code: 'not-signed-in' });
  if (isRegistered) expect(rows.find(({ RowKey }) => RowKey === 'account')?.PartitionKey).toBe(keyOf('Ada'));
}
