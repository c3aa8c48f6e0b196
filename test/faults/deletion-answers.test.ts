import { expect, test } from 'vitest';
import { advanceDeletions } from '../../functions/timers/advance-deletions.ts';
import { type Actor, type Answered, actor } from '../support/browser-actor.ts';
import { leave, ofOrganization, own } from '../support/deletion-scene.ts';
import { runBeside } from '../support/faults/run-beside.ts';
import { tick } from '../support/laboratory/quiet-world.ts';
import { join, organizationScene, type Scene } from '../support/organization-scene.ts';

interface Delay {
  prepare(scene: Scene): Promise<void>;
  readonly who: 'ada' | 'bob';
  ask(person: Actor): Promise<Answered>;
  meanwhile(scene: Scene): Promise<unknown>;
}

/** `who` asks, and pauses before each of their requests in turn, while something happens. @returns what they heard. */
async function heardAtEveryRequest({ prepare, who, ask, meanwhile }: Delay) {
  const heard: { answer: Answered; scene: Scene }[] = [];
  for (let at = 1; ; at += 1) {
    const scene = await organizationScene();
    await join(scene.ada, scene.bob, 'Bob', 'admin');
    await prepare(scene);
    const cookies = new Map(scene[who].cookies);
    const run = await runBeside(scene.world, [{ at, fault: 'pauses' }], (there) =>
      ask(actor(there, scene[who].person, cookies)),
    );
    if (run.state !== 'paused') return heard;
    await meanwhile(scene);
    const end = await run.resumed();
    if (end.state !== 'done') throw new Error(`It is ${end.state} at ${at}`);
    heard.push({ answer: end.value, scene });
  }
}

const hasRestored = ({ world }: Scene, kind: 'user' | 'organization', name: string) =>
  world.store.rows('accounts').some(({ event, actor: who }) => event === `${kind}:deletion:restore` && who === name);

/** Let `restore` ask `readAdmitted` in place of the root. */
test('somebody who restored an organization is told so, though another takes their seat a moment later', async () => {
  const heard = await heardAtEveryRequest({
    prepare: async ({ ada }) => void (await leave(ada, 'Acme', ofOrganization('Acme'))),
    who: 'ada',
    ask: (ada) => ada.delete(ofOrganization('Acme')),
    meanwhile: ({ bob }) => bob.delete('/api/organizations/Acme/members/Ada'),
  });
  const restored = heard.filter(({ scene }) => hasRestored(scene, 'organization', 'Ada'));
  expect(restored.length).toBeGreaterThan(5);
  expect(restored.map(({ answer }) => answer.status)).toEqual(Array(restored.length).fill(200));
});

/** As above. */
test('somebody who restored their account is told so, though they sign out elsewhere a moment later', async () => {
  const heard = await heardAtEveryRequest({
    async prepare({ bob }) {
      await leave(bob, 'Bob');
      await bob.signIn();
    },
    who: 'bob',
    ask: (bob) => bob.delete(own),
    meanwhile: ({ bob }) => bob.post('/sign-out'),
  });
  const restored = heard.filter(({ scene }) => hasRestored(scene, 'user', 'Bob'));
  expect(restored.length).toBeGreaterThan(5);
  expect(restored.map(({ answer }) => answer.status)).toEqual(Array(restored.length).fill(200));
});

/** Delete the call of `blockersNow`. */
test('somebody who is blocked is told by what, even if the timer found it', async () => {
  let hash = '';
  const heard = await heardAtEveryRequest({
    async prepare({ ada }) {
      ({ hash } = (await ada.get(own)).json.plan as { hash: string });
    },
    who: 'ada',
    ask: (ada) => ada.post(own, { name: 'Ada', plan: hash }),
    async meanwhile({ world, bob }) {
      await bob.delete('/api/organizations/Acme/members/Bob');
      await tick(world, advanceDeletions);
    },
  });
  const codes = heard.map(({ answer }) => answer.json.code ?? answer.status);
  expect(codes.filter((code) => code === 'deletion-blocked').length).toBeGreaterThan(5);
  expect(codes).not.toContain('plan-changed');
});
