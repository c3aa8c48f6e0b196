import { describe, expect, test } from 'vitest';
import { rootRow } from '../../../shared/accounts/account.ts';
import { activeUser } from '../../../shared/accounts/active-user.ts';
import { insertAuditRow, voidRow } from '../../../shared/audit/audit-entry.ts';
import { beginningOf, newOperation } from '../../../shared/audit/operation.ts';
import { later, minute } from '../../../shared/clock.ts';
import { announce, type Wanted } from '../../../shared/hints/announce.ts';
import * as hints from '../../../shared/hints/hints.ts';
import { Problem } from '../../../shared/problems.ts';
import { callerOf, keyOf, servicesIn, settleUser } from '../../support/residents.ts';
import { createWorld, type World } from '../../support/world.ts';

const ada = keyOf('Ada');
const acme = keyOf('Acme');
const truth = { table: 'accounts', partition: acme, row: `member:${ada}` } as const;

async function createScene() {
  const world = await createWorld();
  await settleUser(world, 'Ada');
  const services = servicesIn(world);
  const wanted = async (changes: Partial<Wanted> = {}): Promise<Wanted> => ({
    place: { holder: ada, kind: 'membership', about: acme },
    announcement: { change: 'accept', actor: 'Ada', arguments: { role: 'admin' } },
    truth,
    root: await callerOf(world, 'Ada'),
    admit: activeUser,
    ...changes,
  });
  const operation = () => newOperation(services);
  return { world, services, wanted, operation };
}

function rowOf(world: World, partition: string, row: string) {
  return world.store.rows('accounts').find((one) => one.PartitionKey === partition && one.RowKey === row);
}

describe('an announcement', () => {
  test('swaps the ETag of its holder’s root, so that nobody closes the account in between', async () => {
    const { world, services, wanted, operation } = await createScene();
    const before = await callerOf(world, 'Ada');
    const first = operation();
    expect(await announce(services, await wanted(), first)).toBe(first);
    expect((await callerOf(world, 'Ada')).etag).not.toBe(before.etag);
    expect(rowOf(world, ada, `membership:${acme}`)).toMatchObject({ operation: first, change: 'accept', actor: 'Ada' });
  });

  test('of the same change by the same actor continues under the operation announced first', async () => {
    const { services, wanted, operation } = await createScene();
    const first = operation();
    await announce(services, await wanted(), first);
    expect(await announce(services, await wanted(), operation())).toBe(first);
  });

  test.each([
    ['change', { announcement: { change: 'create', actor: 'Ada', arguments: { role: 'admin' } } }],
    ['actor', { announcement: { change: 'accept', actor: 'Eve', arguments: { role: 'admin' } } }],
    ['arguments', { announcement: { change: 'accept', actor: 'Ada', arguments: { role: 'collaborator' } } }],
  ])('of another %s is ruled out before it is replaced', async (_what, changes) => {
    const { world, services, wanted, operation } = await createScene();
    const [first, second] = [operation(), operation()];
    await announce(services, await wanted(), first);
    expect(await announce(services, await wanted(changes), second)).toBe(second);
    // Without the void row (`ruleOut` in `settle`) the first could still commit, under a hint that names the second.
    expect(rowOf(world, acme, `audit:${first}`)).toMatchObject({ void: true });
    expect(rowOf(world, ada, `membership:${acme}`)).toMatchObject({ operation: second });
  });

  test('that was ruled out is not continued', async () => {
    const { services, wanted, operation } = await createScene();
    const [first, second] = [operation(), operation()];
    await announce(services, await wanted(), first);
    await services.tables.insert('accounts', voidRow(acme, first));
    expect(await announce(services, await wanted(), second)).toBe(second);
  });

  test('whose truth stands is neither continued nor replaced', async () => {
    const { world, services, wanted, operation } = await createScene();
    const first = operation();
    await announce(services, await wanted(), first);
    await services.tables.transact('accounts', [
      { kind: 'insert', row: { ...truth, columns: {} } },
      insertAuditRow(acme, first, { event: 'organization:member:join', actor: 'Ada', at: world.clock.now() }),
    ]);
    expect(await announce(services, await wanted(), operation())).toBe('stands');
    expect(rowOf(world, ada, `membership:${acme}`)).toMatchObject({ operation: first });
  });

  test('whose truth stood and is gone is replaced', async () => {
    const { world, services, wanted, operation } = await createScene();
    const [first, second] = [operation(), operation()];
    await announce(services, await wanted(), first);
    const entry = { event: 'organization:member:join', actor: 'Ada', at: world.clock.now() } as const;
    await services.tables.transact('accounts', [insertAuditRow(acme, first, entry)]);
    expect(await announce(services, await wanted(), second)).toBe(second);
  });

  test('is made on the root as it is now, when somebody else changed it in the meantime', async () => {
    const { world, services, wanted, operation } = await createScene();
    const stale = await wanted();
    await services.tables.replace('accounts', rootRow(stale.root.value), stale.root.etag);
    const first = operation();
    expect(await announce(services, stale, first)).toBe(first);
    expect(rowOf(world, ada, `membership:${acme}`)).toMatchObject({ operation: first });
  });

  test('is refused, and not written, when its holder closed in the meantime', async () => {
    const { world, services, wanted, operation } = await createScene();
    const stale = await wanted();
    const closing = { ...(await callerOf(world, 'Ada')).value, state: 'closing' as const };
    await services.tables.replace('accounts', rootRow(closing), stale.root.etag);
    await expect(announce(services, stale, operation())).rejects.toMatchObject({ code: 'account-closed' });
    expect(rowOf(world, ada, `membership:${acme}`)).toBeUndefined();
  });

  test('beyond a limit is refused, but one made before the limit was reached is continued', async () => {
    const { services, wanted, operation } = await createScene();
    const limit = () => new Problem('too-many-organizations');
    await expect(announce(services, await wanted({ limit }), operation())).rejects.toThrow(Problem);
    const first = operation();
    await announce(services, await wanted(), first);
    expect(await announce(services, await wanted({ limit }), operation())).toBe(first);
  });
});

describe('a hint without a truth', () => {
  async function announced() {
    const scene = await createScene();
    const operation = scene.operation();
    await announce(scene.services, await scene.wanted(), operation);
    const forget = async (isOver = false) => {
      const { items } = await hints.list(scene.services, ada, 'membership', undefined);
      await hints.forgetDead(
        scene.services,
        items.map((hint) => ({ hint, truth, isOver })),
      );
      return rowOf(scene.world, ada, `membership:${acme}`) === undefined;
    };
    return { ...scene, announced: operation, forget };
  }

  test('stays while its operation may be under way', async () => {
    const { forget, world, announced: operation } = await announced();
    expect(await forget()).toBe(false);
    expect(rowOf(world, acme, `audit:${operation}`)).toBeUndefined();
  });

  test('is ruled out and removed when its operation is old', async () => {
    const { forget, world, announced: operation } = await announced();
    world.clock.advance(15 * minute);
    expect(await forget()).toBe(true);
    expect(rowOf(world, acme, `audit:${operation}`)).toMatchObject({ void: true });
  });

  test('is removed when its operation committed and its truth is gone since', async () => {
    const { forget, world, services, announced: operation } = await announced();
    const entry = { event: 'organization:member:join', actor: 'Ada', at: world.clock.now() } as const;
    await services.tables.transact('accounts', [insertAuditRow(acme, operation, entry)]);
    expect(await forget()).toBe(true);
  });

  test('stays when its truth was written after it was looked for', async () => {
    const { forget, world, services, announced: operation } = await announced();
    world.clock.advance(15 * minute);
    const entry = { event: 'organization:member:join', actor: 'Ada', at: world.clock.now() } as const;
    await services.tables.transact('accounts', [
      { kind: 'insert', row: { ...truth, columns: {} } },
      insertAuditRow(acme, operation, entry),
    ]);
    // Without the second look at the truth (the last line of `isDead`) this hint would go.
    expect(await forget()).toBe(false);
  });

  test('stays when it was announced again after it was read', async () => {
    const { world, services, wanted, operation } = await announced();
    const [stale] = (await hints.list(services, ada, 'membership', undefined)).items;
    if (!stale) throw new Error('There is a hint');
    const other = { change: 'create', actor: 'Ada', arguments: {} };
    const second = operation();
    await announce(services, await wanted({ announcement: other }), second);
    await hints.forgetDead(services, [{ hint: stale, truth, isOver: true }]);
    expect(rowOf(world, ada, `membership:${acme}`)).toMatchObject({ operation: second });
  });

  test('goes without a void row when its root is purging or retired', async () => {
    const { forget, world, announced: operation } = await announced();
    expect(await forget(true)).toBe(true);
    expect(rowOf(world, acme, `audit:${operation}`)).toBeUndefined();
  });
});

test('an operation tells when it was begun', async () => {
  const { world, operation } = await createScene();

  const moment = later(world.clock.now(), 5 * minute);
  world.clock.advance(5 * minute);
  expect(beginningOf(operation())).toEqual(moment);
});
