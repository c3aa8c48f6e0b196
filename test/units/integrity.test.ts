import { readFileSync } from 'node:fs';
import reservedWords from 'reserved-usernames/data.json' with { type: 'json' };
import { describe, expect, test } from 'vitest';
import { checkIntegrity as timer } from '../../functions/timers/check-integrity.ts';
import { day, minute, second } from '../../shared/clock.ts';
import { identityKey } from '../../shared/identity/identity-key.ts';
import { checkIntegrity } from '../../shared/integrity/check-integrity.ts';
import type { Finding } from '../../shared/integrity/finding.ts';
import { removeIdlePointers } from '../../shared/integrity/idle-pointers.ts';
import { everyKey, type KeyRange, nightCount, rangesOf, rangesOfDate } from '../../shared/integrity/key-ranges.ts';
import { type Limits, unlimited } from '../../shared/integrity/partitions-within.ts';
import type { AccountName } from '../../shared/names/account-name.ts';
import { nameKey } from '../../shared/names/name-key.ts';
import { type Column, type TableName, Unanswered } from '../../shared/storage/tables.ts';
import { actor } from '../support/browser-actor.ts';
import { faultyProcess } from '../support/faults/faulty-process.ts';
import { runBeside } from '../support/faults/run-beside.ts';
import { servicesIn } from '../support/residents.ts';
import { createWorld, type World } from '../support/world.ts';

async function findings(world: World): Promise<readonly string[]> {
  const found: string[] = [];
  await checkIntegrity(servicesIn(world), everyKey, unlimited, ({ invariant, row }) =>
    found.push(`${invariant} ${row}`),
  );
  return found;
}

const removeIdle = (world: World, limits: Partial<Limits> = {}) =>
  removeIdlePointers(servicesIn(world), everyKey, { ...unlimited, ...limits });

/** Writes past every rule, as a defect or an operator's slip would. */
async function tamper(
  world: World,
  table: TableName,
  partition: string,
  row: string,
  change: (columns: Record<string, Column>) => Record<string, Column>,
) {
  const { tables } = servicesIn(world);
  const standing = await tables.read(table, { partition, row });
  const columns = change({ ...standing?.columns });
  if (standing) await tables.replace(table, { partition, row, columns }, standing.etag);
  else await tables.insert(table, { partition, row, columns });
}

/** What is left of a claim that never came. */
async function losePointer(world: World, partition = 'nobody') {
  const since = world.clock.now();
  const columns = { nameKey: 'nobody', operation: 'lost', announces: 'claim', since };
  await tamper(world, 'identities', partition, 'identity', () => columns);
}

async function withAda() {
  const world = await createWorld();
  await actor(world, 'ada').register('Ada');
  const [pointer] = world.store.rows('identities');
  return { world, identity: pointer?.PartitionKey ?? '' };
}

describe('the integrity check', () => {
  test('finds nothing where nothing is wrong', async () => {
    const { world } = await withAda();
    expect(await findings(world)).toEqual([]);
  });

  test.each<[string, (world: World, identity: string) => Promise<void>]>([
    ['I1 account', (world) => tamper(world, 'accounts', 'ada', 'account', (root) => ({ ...root, name: 'Eve' }))],
    ['I3 audit:x', (world) => tamper(world, 'accounts', 'nobody', 'audit:x', () => ({ event: 'user:register' }))],
    [
      'I4 account',
      (world, identity) => tamper(world, 'identities', identity, 'identity', (row) => ({ ...row, nameKey: 'eve' })),
    ],
    [
      'I5 account',
      (world) =>
        tamper(world, 'accounts', 'ada', 'account', (root) => ({ ...root, state: 'retired', retiredOn: '2026-01-01' })),
    ],
    [
      'I11 account',
      (world) =>
        tamper(world, 'accounts', 'ada', 'account', (root) => {
          const [session] = JSON.parse(String(root.sessions)) as object[];
          return { ...root, sessions: JSON.stringify([session, session]) };
        }),
    ],
    [
      'I14 account',
      (world) => tamper(world, 'accounts', 'ada', 'account', (root) => ({ ...root, operation: 'another' })),
    ],
    // A check that cannot read a row says so once, and what the others find beside it.
    ['unreadable account', (world) => tamper(world, 'accounts', 'ada', 'account', ({ kind }) => ({ kind }))],
    ['unreadable account', (world) => tamper(world, 'accounts', 'ada', 'account', (r) => ({ ...r, sessions: 'Ada' }))],
    ['unreadable identity', (world, identity) => tamper(world, 'identities', identity, 'identity', () => ({}))],
    ['unreadable *', (world, identity) => tamper(world, 'identities', identity, 'identity', () => ({}))],
    [
      'unreadable membership:acme',
      (world) => tamper(world, 'accounts', 'ada', 'membership:acme', () => ({ operation: 1 })),
    ],
  ])('finds %s', async (finding, spoil) => {
    const { world, identity } = await withAda();
    await spoil(world, identity);
    expect(await findings(world)).toContain(finding);
  });

  /** Let `findingsBy` throw whatever it catches: one row would keep everything behind it from being looked at. */
  test('goes on behind a row that cannot be read, and tells of it once and without what is in it', async () => {
    const { world } = await withAda();
    await tamper(world, 'accounts', 'aa', 'account', () => ({ state: 'active', sessions: 'Ada’s secret' }));
    await tamper(world, 'accounts', 'ada', 'account', (root) => ({ ...root, name: 'Eve' }));
    await tamper(world, 'packages', 'pad', 'owner:ada', () => ({}));
    const found: Finding[] = [];
    await checkIntegrity(servicesIn(world), everyKey, unlimited, (finding) => found.push(finding));
    const unreadable = { invariant: 'unreadable', table: 'accounts', partition: 'aa', row: 'account' };
    expect(found[0]).toEqual({ ...unreadable, detail: 'cannot be read' });
    expect(found.map(({ invariant, partition }) => `${invariant} ${partition}`)).toEqual([
      'unreadable aa',
      'I1 ada',
      'I3 pad',
    ]);
  });

  /** Catch `Unanswered` in `findingsBy`. */
  test('says nothing of what storage does not answer', async () => {
    const { world } = await withAda();
    const services = servicesIn(world);
    const read = () => Promise.reject(new Unanswered('Storage gave no answer'));
    const check = checkIntegrity(
      { ...services, tables: { ...services.tables, read } },
      everyKey,
      unlimited,
      () => undefined,
    );
    await expect(check).rejects.toThrow(Unanswered);
  });

  /** Leave `cause` out in `findingsBy`. */
  test('tells of a fault of its own with the cause, and goes on', async () => {
    const { world } = await withAda();
    const services = servicesIn(world);
    const fault = new TypeError('A programmer’s mistake');
    const causes: unknown[] = [];
    const read = () => Promise.reject(fault);
    const faulty = { ...services, tables: { ...services.tables, read } };
    const counts = await checkIntegrity(faulty, everyKey, unlimited, ({ cause }) => causes.push(cause));
    expect(counts.findings).toBeGreaterThan(0);
    expect(new Set(causes)).toEqual(new Set([fault]));
  });

  /** Log the whole partition in the timer: the line outlives the person. */
  test('tells the log the beginning of an identity’s key alone', async () => {
    const { world, identity } = await withAda();
    await tamper(world, 'identities', identity, 'identity', () => ({}));
    for (let night = 0; night < nightCount; night += 1) {
      await timer.tick(servicesIn(world));
      world.clock.advance(day);
    }
    const lines = world.log.filter(({ event }) => event === 'integrity-finding').map(({ fields }) => fields);
    expect(lines.find(({ table }) => table === 'identities')?.partition).toBe(identity.slice(0, 8));
    expect(JSON.stringify(lines)).not.toContain(identity);
  });

  /** Let `isVoid` say no. */
  test('finds nothing in a row that says that something did not happen, where no account or package is', async () => {
    const { world } = await withAda();
    await tamper(world, 'accounts', 'nobody', 'audit:x', () => ({ void: true }));
    await tamper(world, 'packages', 'pad', 'audit:x', () => ({ void: true }));
    expect(await findings(world)).toEqual([]);
  });

  test('finds a partition however its rows are cut into pages', async () => {
    const { world } = await withAda();
    world.store.pageEnds = 'every-row';
    expect(await findings(world)).toEqual([]);
  });

  test('says so when there was more than it may look at', async () => {
    const { world } = await withAda();
    const check = (mostRows: number) =>
      checkIntegrity(servicesIn(world), everyKey, { ...unlimited, mostRows }, () => undefined);
    expect(await check(world.store.rows('accounts').length)).toMatchObject({ partitions: 2, truncated: 0 });
    expect(await check(1)).toMatchObject({ partitions: 1, truncated: 1 });
  });

  /** Call `removeIdlePointers` in `checkIntegrity`: an operator looks with a right to read alone. */
  test('writes nothing, whatever it finds', async () => {
    const { world } = await withAda();
    await losePointer(world);
    world.clock.advance(2 * day);
    const before = world.store.requests.length;
    await findings(world);
    const sent = world.store.requests.slice(before);
    expect(sent.filter((request) => !request.startsWith('GET'))).toEqual([]);
  });
});

/** Many users whose first letters are `beginning`; each costs the check a point read. */
async function withUsers(world: World, beginning: string, count: number) {
  for (let index = 0; index < count; index += 1) {
    const identities = JSON.stringify([{ key: `i${index}`, kind: 'work', label: '', since: world.clock.now() }]);
    const user = { kind: 'user', name: 'Nn', state: 'active', createdAt: world.clock.now(), operation: 'x' };
    await tamper(world, 'accounts', `${beginning}${index}`, 'account', () => ({ ...user, identities, sessions: '[]' }));
  }
}

/** The services of a process for which `whenRead` happens with each point read. */
function reading(world: World, whenRead: () => void, whenAnswered: () => void = () => undefined) {
  const services = servicesIn(world);
  const read: typeof services.tables.read = async (...args) => {
    whenRead();
    const row = await services.tables.read(...args);
    whenAnswered();
    return row;
  };
  return { ...services, tables: { ...services.tables, read } };
}

/** Services that know how many point reads were under way at once, at most. */
function countingReads(world: World) {
  let underWay = 0;
  let most = 0;
  const begin = () => {
    underWay += 1;
    most = Math.max(most, underWay);
  };
  const end = () => {
    underWay -= 1;
  };
  return { services: reading(world, begin, end), most: () => most };
}

describe('the time of the integrity check', () => {
  /** Look at one partition after the other in `turnsOf`, or at all of them at once. */
  test('is that of twenty at once', async () => {
    const world = await createWorld();
    await withUsers(world, 'nn', 30);
    for (let index = 0; index < 30; index += 1) await losePointer(world, `nobody${index}`);
    world.clock.advance(day);
    const checking = countingReads(world);
    await checkIntegrity(checking.services, everyKey, unlimited, () => undefined);
    expect(checking.most()).toBe(20);
    const removing = countingReads(world);
    expect(await removeIdlePointers(removing.services, everyKey, unlimited)).toMatchObject({ removed: 30 });
    expect(removing.most()).toBe(20);
  });

  /** Read all hints of an organization, or of a package, at once: thousands of connections. */
  test.each<[TableName, string, string]>([
    ['accounts', 'account', 'member'],
    ['packages', 'package', 'owner'],
  ])('is that of twenty at once within a large partition of %s, too', async (table, root, kind) => {
    const world = await createWorld();
    const now = world.clock.now();
    const counts = { adminCount: 0, memberCount: 0, invitationCount: 0, ownerCount: 0, offerCount: 0 };
    const columns = { ...counts, kind: 'organization', name: 'Acme', id: 'Acme', state: 'active', createdAt: now };
    await tamper(world, table, 'acrne', root, () => ({ ...columns, operation: 'x' }));
    const power = { role: 'admin', name: 'Nn', joined: 'x', granted: 'x', joinedAt: now };
    for (let index = 0; index < 30; index += 1) await tamper(world, table, 'acrne', `${kind}:n${index}`, () => power);
    let found = '';
    const { services, most } = countingReads(world);
    await checkIntegrity(services, everyKey, unlimited, ({ invariant }) => {
      found += invariant;
    });
    expect(found).toContain('I7'.repeat(30));
    expect(most()).toBe(20);
  });

  /** Take `until` out of `partitionsWithin`: the tick fails after four minutes, without a count, every 64 nights alike. */
  test('is enough for some of every table; a tick that could not see all of it ends and says so', async () => {
    const world = await createWorld();
    const tonight = rangesOfDate(world.clock.now()).at(-1)?.partitionFrom ?? '';
    await withUsers(world, tonight, 200);
    await losePointer(world, `${tonight}nobody`);
    const started = world.clock.monotonic();
    const services = reading(world, () => world.clock.advance(second));
    world.clock.adjust(day * nightCount);
    const counts = await timer.tick(services);
    expect(counts).toMatchObject({ truncated: 1, removed: 1 });
    expect(counts.partitions).toBeGreaterThan(20);
    expect(counts.partitions).toBeLessThan(200);
    expect(world.clock.monotonic() - started).toBeLessThan(4 * minute);
  });
});

describe('an identity’s pointer that leads nowhere', () => {
  test('goes after a day, and what it announced can then never commit', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.signIn();
    const sleeping = faultyProcess([{ at: 3, fault: 'applied-late' }]);
    const there = await createWorld({ beside: world, tables: sleeping.options });
    await sleeping.run(() => ada.at(there).post('/api/registration', { username: 'Ada' }));
    expect(await removeIdle(world)).toEqual({ removed: 0, truncated: 0 });
    expect(world.store.rows('identities')).toHaveLength(1);

    world.clock.advance(day);
    expect(await removeIdle(world)).toEqual({ removed: 1, truncated: 0 });
    expect(world.store.rows('identities')).toEqual([]);
    expect(await findings(world)).toEqual([]);
    // Delete the call of `ruleOut` in identity-pointers.ts, and an account stands here that no pointer leads to.
    await sleeping.applyLate();
    expect(world.store.rows('accounts').map(({ RowKey }) => RowKey)).not.toContain('account');
  });

  test('left of a link half done goes after a day, and the link can then never commit', async () => {
    const world = await createWorld({ settings: { SESSION_IDLE_HOURS: '100' } });
    const ada = actor(world, 'ada');
    await ada.register('Ada');
    const sleeping = faultyProcess([{ at: 5, fault: 'applied-late' }]);
    const there = await createWorld({ beside: world, tables: sleeping.options });
    const callback = await ada.as('work').beginSignIn('?purpose=link');
    await sleeping.run(() => ada.at(there).get(callback));
    expect(world.store.rows('identities')).toHaveLength(2);
    world.clock.advance(day);
    await removeIdle(world);
    expect(await findings(world)).toEqual([]);
    expect(world.store.rows('identities')).toHaveLength(1);
    // Let `mayCommit` (identity-pointers.ts) say no to links, and an identity is listed here that no pointer leads from.
    await sleeping.applyLate();
    expect(await findings(world)).toEqual([]);
  });

  test('left behind by an unlinking goes', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.register('Ada');
    await ada.as('work').signIn('?purpose=link');
    const { items } = (await ada.get('/api/account/identities')).json as { items: { id: string }[] };
    await runBeside(world, [{ at: 4, fault: 'dies-before' }], (there) =>
      ada.at(there).delete(`/api/account/identities/${items[1]?.id}`),
    );
    expect(world.store.rows('identities')).toHaveLength(2);
    world.clock.advance(day);
    await removeIdle(world);
    expect(await findings(world)).toEqual([]);
    expect(world.store.rows('identities')).toHaveLength(1);
  });

  /** Take `removeIdlePointers` out of the timer. */
  test('is removed by the nightly timer', async () => {
    const world = await createWorld();
    await losePointer(world);
    world.clock.advance(day);
    let removed = 0;
    for (let night = 0; night < nightCount; night += 1) {
      removed += (await timer.tick(servicesIn(world))).removed ?? 0;
      world.clock.advance(day);
    }
    expect(removed).toBe(1);
    expect(world.store.rows('identities')).toEqual([]);
  });

  /** Throw whatever `removeIfIdle` catches. */
  test('goes although another one cannot be read', async () => {
    const world = await createWorld();
    await losePointer(world);
    await tamper(world, 'identities', 'damaged', 'identity', () => ({}));
    world.clock.advance(day);
    expect(await removeIdle(world)).toEqual({ removed: 1, truncated: 0 });
    expect(world.store.rows('identities')).toHaveLength(1);
  });

  test('is one of a number that a night may look at', async () => {
    const { world } = await withAda();
    expect(await removeIdle(world, { mostRows: 0 })).toEqual({ removed: 0, truncated: 1 });
    expect(await removeIdle(world, { mostRows: 1 })).toEqual({ removed: 0, truncated: 0 });
  });
});

describe('the nights’ key ranges', () => {
  const nights = Array.from({ length: nightCount }, (_, night) => rangesOf(night));
  const isIn = (ranges: readonly KeyRange[], key: string) =>
    ranges.filter((range) => range.partitionFrom <= key && key < range.partitionBelow).length;
  const nightsOf = (key: string) => nights.reduce((sum, ranges) => sum + isIn(ranges, key), 0);

  test('together are all keys, each once, whatever they begin with', () => {
    const ranges = nights.flat().sort((one, other) => (one.partitionFrom < other.partitionFrom ? -1 : 1));
    for (const [index, { partitionFrom, partitionBelow }] of ranges.entries()) {
      expect(partitionBelow).toBe(ranges[index + 1]?.partitionFrom ?? everyKey[0]?.partitionBelow);
      expect(partitionFrom < partitionBelow).toBe(true);
    }
    expect(ranges[0]?.partitionFrom).toBe(everyKey[0]?.partitionFrom);
    const odd = [' ', '!x', '-', '-.', '.a', '~', '~~', '@', 'Z', '_', '`', '{'];
    for (const key of [...odd, 'ab', 'a', 'a.b', 'zz', '0', '-_', 'AZ', '9zzz', 'z'.repeat(128)]) {
      expect(nightsOf(key), key).toBe(1);
      expect(isIn(everyKey, key), key).toBe(1);
    }
  });

  /** Cut contiguous parts, or let `step` be 0: two nights in three are idle, and one has a third of everything. */
  test.each<[string, () => readonly string[], number]>([
    ['names', () => reservedWords.map((word) => nameKey(word as AccountName)), 0.07],
    ['packages', packagesInstalled, 0.09],
    ['identities', () => Array.from({ length: 10_000 }, (_, n) => identityKey('https://example.org', `${n}`)), 0.02],
  ])('share %s out so that none has far more than its part', (_what, keys, most) => {
    const sample = [...new Set(keys())];
    const shares = nights.map((ranges) => sample.filter((key) => isIn(ranges, key)).length / sample.length);
    expect(Math.max(...shares)).toBeLessThan(most);
    expect(shares.filter((share) => share === 0).length).toBeLessThan(8);
  });

  test('are each chosen by one of 64 days in turn', () => {
    const first = new Date('2026-03-01T03:30:00Z').getTime();
    const chosen = Array.from({ length: 64 }, (_, index) => rangesOfDate(new Date(first + index * day))[0]);
    expect(new Set(chosen.map((range) => range?.partitionFrom)).size).toBe(64);
  });
});

/** What packages are really called: those that this one is built with. */
function packagesInstalled(): readonly string[] {
  const { packages } = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'));
  return Object.keys(packages)
    .flatMap((place) => place.split('/').at(-1) ?? [])
    .filter((name) => name !== '');
}
