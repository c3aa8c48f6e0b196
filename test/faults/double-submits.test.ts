import { expect, test } from 'vitest';
import { type Actor, type Answered, actor } from '../support/browser-actor.ts';
import { ofOrganization, own } from '../support/deletion-scene.ts';
import { runBeside } from '../support/faults/run-beside.ts';
import { organizationScene } from '../support/organization-scene.ts';
import { told } from '../support/races/race.ts';
import { keyOf } from '../support/residents.ts';
import type { TableStore } from '../support/table-simulator/table-store.ts';

interface Submit {
  readonly kind: 'user' | 'organization';
  readonly who: 'ada' | 'bob';
  readonly name: string;
  readonly path: string;
  /** What the slower of both may be told instead. */
  readonly otherwise: readonly string[];
}

const submits: readonly Submit[] = [
  // The session that asks is ended with the account.
  { kind: 'user', who: 'bob', name: 'Bob', path: own, otherwise: ['401 not-signed-in'] },
  { kind: 'organization', who: 'ada', name: 'Acme', path: ofOrganization('Acme'), otherwise: [] },
];

/** How often something stands in an account's own history. */
const entries = (store: TableStore, name: string, event: string) =>
  store.rows('accounts').filter((row) => row.PartitionKey === keyOf(name) && row.event === event).length;

/** A request that ended, and no other way than with an answer. */
async function answerOf(run: Awaited<ReturnType<typeof runBeside<Answered>>>): Promise<Answered> {
  const end = run.state === 'paused' ? await run.resumed() : run;
  if (end.state !== 'done') throw new Error(`It is ${end.state}`);
  return end.value;
}

/**
 * Both processes stand still before some request of theirs, at every two of them; then the first goes on, then the other.
 * Delete `if (account.deletion !== undefined) …` in `begin` of `request.ts`, and an organization has two requests in its
 * history, and a person hears that the plan of what they deleted has changed.
 */
test.each(submits)(
  'the form that deletes $name, sent twice at once, deletes it once and says the same to both',
  {
    timeout: 300_000,
  },
  async ({ kind, who, name, path, otherwise }) => {
    const { world, [who]: person } = await organizationScene();
    const { hash } = (await person.get(path)).json.plan as { hash: string };
    const { store, clock } = world;
    const [snapshot, mark, cookies] = [store.snapshot(), clock.mark(), new Map(person.cookies)];
    const submit = (at: number) =>
      runBeside(world, [{ at, fault: 'pauses' }], (there) => {
        const tab: Actor = actor(there, person.person, new Map(cookies));
        return tab.post(path, { name, plan: hash });
      });

    let [trials, requests] = [0, 0];
    for (let isPaused = true; isPaused; requests += 1) {
      for (let at = 1, isOtherPaused = true; isPaused && isOtherPaused; at += 1) {
        store.restore(snapshot);
        clock.rewind(mark);
        const first = await submit(requests + 1);
        isPaused = first.state === 'paused';
        const other = await submit(at);
        isOtherPaused = other.state === 'paused';
        const answers = [await answerOf(first), await answerOf(other)];
        const place = [requests + 1, at];
        const closed = answers.filter(({ status }) => status === 202);
        const purgeAfters = new Set(closed.map(({ json }) => json.purgeAfter));
        expect([place, purgeAfters.size]).toEqual([place, 1]);
        const others = answers.filter(({ status }) => status !== 202).map(told);
        expect([place, others.filter((one) => !otherwise.includes(one))]).toEqual([place, []]);
        const events = ['request', 'close'].map((step) => entries(store, name, `${kind}:deletion:${step}`));
        expect([place, events]).toEqual([place, [1, 1]]);
        trials += 1;
      }
    }
    expect(trials).toBeGreaterThan(100);
  },
);
