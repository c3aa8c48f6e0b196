import { type PipelineRequest, RestError, type SendRequest } from '@azure/core-rest-pipeline';
import { describe, expect, test } from 'vitest';
import { type Actor, type Answered, actor } from '../support/browser-actor.ts';
import { interruption } from '../support/interruption.ts';
import { callerOf } from '../support/residents.ts';
import { createWorld, type World } from '../support/world.ts';

/** Two processes over one storage; `slow` is held up at each of its storage requests in turn while the other acts. */
async function twoProcesses() {
  const world = await createWorld();
  const hold = interruption();
  const slow = await createWorld({ beside: world, tables: hold.tables });
  return { world, slow, hold };
}

/** One schedule: `late` begins, is held up before its n-th storage request, all of `first` happens, `late` goes on. */
interface Schedule {
  readonly world: World;
  readonly late: () => Promise<Answered>;
  readonly first: () => Promise<Answered>;
  readonly check: (late: Answered, first: Answered) => Promise<void>;
}

/** Every schedule of that kind, until `late` finishes before it is held up. @returns how many there were. */
async function everySchedule(prepare: (two: Awaited<ReturnType<typeof twoProcesses>>) => Promise<Schedule>) {
  for (let count = 1; ; count += 1) {
    const two = await twoProcesses();
    const { world, late, first, check } = await prepare(two);
    let answer: Answered | undefined;
    two.hold.before(count, async () => {
      answer = await first();
    });
    const lateAnswer = await late();
    if (!two.hold.hasHappened()) return count - 1;
    if (!answer) throw new Error('Held up without an answer');
    await check(lateAnswer, answer);
    expectOneToOne(world);
  }
}

/** I4: at most one account lists an identity, and its pointer leads there. */
function expectOneToOne(world: World) {
  const pointers = new Map(world.store.rows('identities').map((row) => [row.PartitionKey, row.nameKey]));
  const listed = world.store
    .rows('accounts')
    .filter(({ RowKey }) => RowKey === 'account')
    .flatMap((row) =>
      (JSON.parse(String(row.identities)) as { key: string }[]).map(({ key }) => [key, row.PartitionKey]),
    );
  expect(new Set(listed.map(([key]) => key)).size).toBe(listed.length);
  for (const [key = '', account] of listed) expect(pointers.get(key)).toBe(account);
}

const labelsOf = async (world: World, name: string) =>
  (await callerOf(world, name)).value.identities.map(({ label }) => label.charAt(0)).join('');

async function registered(world: World, person: string, username: string): Promise<Actor> {
  const somebody = actor(world, person);
  await somebody.register(username);
  return somebody;
}

/** Begins to link `person` at this browser. Gives the callback, which any process can answer. */
const beginLink = (world: World, browser: Actor, person: string) =>
  actor(world, person, browser.cookies).beginSignIn('?purpose=link&returnTo=/account/identities');
const idOf = async (browser: Actor, label: string) => {
  const { items } = (await browser.get('/api/account/identities')).json as { items: { id: string; label: string }[] };
  return items.find((one) => one.label.startsWith(label))?.id ?? '';
};

describe('race', () => {
  // Without `ruleOut` in `resolve` (identity-pointers.ts) both accounts list the identity.
  test('one identity linked to two accounts at the same time belongs to one of them', async () => {
    const schedules = await everySchedule(async ({ world, slow }) => {
      const ada = await registered(world, 'ada', 'Ada');
      const eve = await registered(world, 'eve', 'Eve');
      const adas = await beginLink(world, ada, 'x');
      const eves = await beginLink(world, eve, 'x');
      return {
        world,
        late: () => ada.at(slow).get(adas),
        first: () => eve.get(eves),
        async check(late, first) {
          expect([late.status, first.status].toSorted()).toEqual([303, 409]);
          expect(await labelsOf(world, 'Ada')).toBe(late.status === 303 ? 'ax' : 'a');
          expect(await labelsOf(world, 'Eve')).toBe(first.status === 303 ? 'ex' : 'e');
        },
      };
    });
    expect(schedules).toBe(5);
  });

  test('a registration while the identity is being linked: it belongs to one account', async () => {
    const schedules = await everySchedule(async ({ world, slow }) => {
      const ada = await registered(world, 'ada', 'Ada');
      const x = actor(world, 'x');
      await x.signIn();
      const callback = await beginLink(world, ada, 'x');
      return {
        world,
        late: () => ada.at(slow).get(callback),
        first: () => x.post('/api/registration', { username: 'Xen' }),
        async check(late, first) {
          expect([late.status, first.status]).toEqual(late.status === 303 ? [303, 409] : [409, 201]);
          expect(await labelsOf(world, 'Ada')).toBe(late.status === 303 ? 'ax' : 'a');
        },
      };
    });
    expect(schedules).toBe(5);
  });

  test('a linking while the identity is being registered: it belongs to one account', async () => {
    const schedules = await everySchedule(async ({ world, slow }) => {
      const ada = await registered(world, 'ada', 'Ada');
      const x = actor(world, 'x');
      await x.signIn();
      const callback = await beginLink(world, ada, 'x');
      return {
        world,
        late: () => x.at(slow).post('/api/registration', { username: 'Xen' }),
        first: () => ada.get(callback),
        async check(late, first) {
          expect([late.status, first.status]).toEqual(first.status === 303 ? [409, 303] : [201, 409]);
          expect(await labelsOf(world, 'Ada')).toBe(first.status === 303 ? 'ax' : 'a');
        },
      };
    });
    expect(schedules).toBe(3);
  });

  // Decided on the root that is swapped: without the ETag in `accounts.change` nobody could sign in as Ada.
  test('both of two identities unlinked at the same time: one stays', async () => {
    const schedules = await everySchedule(async ({ world, slow }) => {
      const ada = await registered(world, 'ada', 'Ada');
      await ada.get(await beginLink(world, ada, 'x'));
      const x = actor(world, 'x');
      await x.signIn();
      const [adaId, xId] = [await idOf(ada, 'a'), await idOf(ada, 'x')];
      return {
        world,
        late: () => ada.at(slow).delete(`/api/account/identities/${adaId}`),
        first: () => x.delete(`/api/account/identities/${xId}`),
        async check(late, first) {
          // Before the root is swapped the other wins; after that the slow one had ended nothing but its own session.
          expect([late.status, first.status]).toEqual(first.status === 204 ? [409, 204] : [204, 409]);
          expect(await labelsOf(world, 'Ada')).toBe(first.status === 204 ? 'a' : 'x');
        },
      };
    });
    expect(schedules).toBe(4);
  });

  // Without the new pointer that `announce` (link.ts) writes, or its ETag in `remove`, a late removal takes the pointer
  // of the new link: the identity is listed and leads nowhere.
  test('an identity linked again while it is being unlinked keeps its pointer', async () => {
    const schedules = await everySchedule(async ({ world, slow }) => {
      const ada = await registered(world, 'ada', 'Ada');
      await ada.get(await beginLink(world, ada, 'x'));
      const id = await idOf(ada, 'x');
      const callback = await beginLink(world, ada, 'x');
      return {
        world,
        late: () => ada.at(slow).delete(`/api/account/identities/${id}`),
        first: () => ada.get(callback),
        async check(late, first) {
          expect([late.status, first.status]).toEqual([204, 303]);
          expect(['a', 'ax']).toContain(await labelsOf(world, 'Ada'));
        },
      };
    });
    expect(schedules).toBe(4);
  });

  test('an identity unlinked and linked again while an unlinking sleeps keeps its pointer', async () => {
    const schedules = await everySchedule(async ({ world, slow }) => {
      const ada = await registered(world, 'ada', 'Ada');
      await ada.get(await beginLink(world, ada, 'x'));
      const id = await idOf(ada, 'x');
      const callback = await beginLink(world, ada, 'x');
      return {
        world,
        late: () => ada.at(slow).delete(`/api/account/identities/${id}`),
        async first() {
          await ada.delete(`/api/account/identities/${id}`);
          return await ada.get(callback);
        },
        async check(late, first) {
          expect([late.status, first.status]).toEqual([204, 303]);
        },
      };
    });
    expect(schedules).toBe(4);
  });

  // Without `isUnlinked` (unlink.ts) the late one removes the pointer that the link has announced.
  test('an unlinking that finds the identity gone leaves the pointer of a link under way', async () => {
    const { world, slow, hold } = await twoProcesses();
    const linkHold = interruption();
    const third = await createWorld({ beside: world, tables: linkHold.tables });
    const ada = await registered(world, 'ada', 'Ada');
    await ada.get(await beginLink(world, ada, 'x'));
    const id = await idOf(ada, 'x');
    const callback = await beginLink(world, ada, 'x');
    const [announced, unlinked] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    // Five requests: the flow, its consumption, the root, the pointer, the change.
    linkHold.before(5, async () => {
      announced.resolve();
      await unlinked.promise;
    });
    let linking: Promise<Answered> | undefined;
    hold.before(2, async () => {
      await ada.delete(`/api/account/identities/${id}`);
      linking = ada.at(third).get(callback);
      await announced.promise;
    });
    expect((await ada.at(slow).delete(`/api/account/identities/${id}`)).status).toBe(204);
    unlinked.resolve();
    expect((await linking)?.status).toBe(303);
    expect(await labelsOf(world, 'Ada')).toBe('ax');
    expectOneToOne(world);
  });

  // Without the look at the audit row in `isUnfinished` (link.ts) the earlier operation is mistaken for this one.
  test('what an unlinking left behind gives way to a new link', async () => {
    const lossy = {
      position: 'perRetry' as const,
      policy: {
        name: 'lossy',
        sendRequest(request: PipelineRequest, next: SendRequest) {
          if (request.method === 'DELETE') throw new RestError('lost', { code: 'ECONNRESET', request });
          return next(request);
        },
      },
    };
    const world = await createWorld();
    const losing = await createWorld({ beside: world, tables: { additionalPolicies: [lossy] } });
    const ada = await registered(world, 'ada', 'Ada');
    await ada.get(await beginLink(world, ada, 'x'));
    const unlinked = await ada.at(losing).delete(`/api/account/identities/${await idOf(ada, 'x')}`);
    expect(unlinked.status).toBe(204);
    expect(world.store.rows('identities')).toHaveLength(2);
    expect((await ada.get(await beginLink(world, ada, 'x'))).status).toBe(303);
    expect(await labelsOf(world, 'Ada')).toBe('ax');
    expectOneToOne(world);
  });

  test('an identity unlinked while a link of it sleeps: the answer was true, and the pointer is right', async () => {
    const schedules = await everySchedule(async ({ world, slow }) => {
      const ada = await registered(world, 'ada', 'Ada');
      await ada.get(await beginLink(world, ada, 'x'));
      const id = await idOf(ada, 'x');
      const callback = await beginLink(world, ada, 'x');
      return {
        world,
        late: () => ada.at(slow).get(callback),
        first: () => ada.delete(`/api/account/identities/${id}`),
        async check(late, first) {
          expect([late.status, first.status]).toEqual([303, 204]);
        },
      };
    });
    expect(schedules).toBe(4);
  });

  test('the same link asked for twice at the same time is made once', async () => {
    const schedules = await everySchedule(async ({ world, slow }) => {
      const ada = await registered(world, 'ada', 'Ada');
      const [first, second] = [await beginLink(world, ada, 'x'), await beginLink(world, ada, 'x')];
      return {
        world,
        late: () => ada.at(slow).get(first),
        first: () => ada.get(second),
        async check(late, other) {
          expect([late.status, other.status]).toEqual([303, 303]);
          expect(await labelsOf(world, 'Ada')).toBe('ax');
          const entries = world.store.rows('accounts').filter(({ event }) => event === 'user:identity:link');
          expect(entries).toHaveLength(1);
        },
      };
    });
    expect(schedules).toBe(5);
  });

  // Without `ownSessions.userOf` in `userWhoLinks` (link.ts) somebody who was signed out still adds a way in.
  test('a link whose session is ended meanwhile adds nothing, and its identity is free', async () => {
    const schedules = await everySchedule(async ({ world, slow }) => {
      const ada = await registered(world, 'ada', 'Ada');
      const second = actor(world, 'ada');
      await second.signIn();
      const callback = await beginLink(world, ada, 'x');
      return {
        world,
        late: () => ada.at(slow).get(callback),
        first: () => second.delete('/api/account/sessions'),
        async check(late, first) {
          expect([late.status, first.status]).toEqual([401, 204]);
          expect(await labelsOf(world, 'Ada')).toBe('a');
          expect((await actor(world, 'x').register('Xen')).status).toBe(201);
        },
      };
    });
    expect(schedules).toBe(5);
  });

  // Without `isHeldBy` in `sessions.open` a session would outlive its identity.
  test('a sign-in with an identity that is unlinked meanwhile opens no session', async () => {
    const schedules = await everySchedule(async ({ world, slow }) => {
      const ada = await registered(world, 'ada', 'Ada');
      await ada.get(await beginLink(world, ada, 'x'));
      const id = await idOf(ada, 'x');
      const x = actor(world, 'x');
      const callback = await x.beginSignIn();
      return {
        world,
        late: () => x.at(slow).get(callback),
        first: () => ada.delete(`/api/account/identities/${id}`),
        async check(late, first) {
          expect([late.location ?? late.status, first.status]).toEqual([late.status === 303 ? '/register' : 400, 204]);
          expect((await x.get('/api/session')).status).toBe(401);
        },
      };
    });
    expect(schedules).toBe(5);
  });

  test('two different identities linked at the same time as the third: three are the most', async () => {
    const schedules = await everySchedule(async ({ world, slow }) => {
      const ada = await registered(world, 'ada', 'Ada');
      await ada.get(await beginLink(world, ada, 'w'));
      const [x, y] = [await beginLink(world, ada, 'x'), await beginLink(world, ada, 'y')];
      return {
        world,
        late: () => ada.at(slow).get(x),
        first: () => ada.get(y),
        async check(late, first) {
          expect([late.status, first.status].toSorted()).toEqual([303, 409]);
          expect(await labelsOf(world, 'Ada')).toHaveLength(3);
        },
      };
    });
    expect(schedules).toBe(5);
  });

  test('of twenty who link one identity at once, one gets it', async () => {
    const { world } = await twoProcesses();
    const people = await Promise.all(
      Array.from({ length: 20 }, async (_, at) => {
        const browser = await registered(world, `p${at}`, `Person${at}x`);
        return { browser, callback: await beginLink(world, browser, 'x') };
      }),
    );
    const answers = await Promise.all(people.map(({ browser, callback }) => browser.get(callback)));
    expect(answers.filter(({ status }) => ![303, 409, 503].includes(status))).toEqual([]);
    expectOneToOne(world);
    // Nobody may have won a crowd as large; then the next who asks does.
    const [first] = people;
    if (first) await first.browser.get(await beginLink(world, first.browser, 'x'));
    const holders = world.store.rows('accounts').filter((row) => String(row.identities).includes('x•••'));
    expect(holders).toHaveLength(1);
    expectOneToOne(world);
  });
});
