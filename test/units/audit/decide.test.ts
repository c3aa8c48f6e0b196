import { describe, expect, test } from 'vitest';
import { rootRow, type Stored, type User } from '../../../shared/accounts/account.ts';
import * as accounts from '../../../shared/accounts/accounts.ts';
import { voidRow } from '../../../shared/audit/audit-entry.ts';
import { type Decision, decideAndCommit, decisionTries } from '../../../shared/audit/decide.ts';
import type { OperationId } from '../../../shared/audit/operation.ts';
import { Problem } from '../../../shared/problems.ts';
import { callerOf, keyOf, servicesIn, settleUser } from '../../support/residents.ts';
import { createWorld } from '../../support/world.ts';

const ada = keyOf('Ada');

async function createScene() {
  const world = await createWorld();
  await settleUser(world, 'Ada');
  const services = servicesIn(world);
  const place = (refusesByRows: boolean) => accounts.placeOf(services, ada, { refusesByRows });
  /** Somebody else is first. */
  const interfere = async () => {
    const { value, etag } = await callerOf(world, 'Ada');
    await services.tables.replace('accounts', rootRow({ ...value, organizationsCreated: 7 }), etag);
  };
  const entry = { event: 'user:session:end', actor: 'Ada', at: world.clock.now() } as const;
  const changed = (root: Stored | undefined): Decision<number> => {
    const user = root?.value as User;
    const organizationsCreated = (user.organizationsCreated ?? 0) + 1;
    return { root: rootRow({ ...user, organizationsCreated }), entry, result: organizationsCreated };
  };
  return { world, services, place, interfere, changed };
}

describe('a decision', () => {
  test('is made again on what somebody else wrote first, under the same operation', async () => {
    const { services, place, interfere, changed } = await createScene();
    const operations: OperationId[] = [];
    const result = await decideAndCommit(services, place(false), async (root, operation) => {
      operations.push(operation);
      if (operations.length === 1) await interfere();
      return changed(root);
    });
    expect([result, operations.length, new Set(operations).size]).toEqual([8, 2, 1]);
  });

  test('is made again under another operation when its own was ruled out', async () => {
    const { services, place, changed } = await createScene();
    const operations: OperationId[] = [];
    await decideAndCommit(services, place(false), async (root, operation) => {
      operations.push(operation);
      if (operations.length === 1) await services.tables.insert('accounts', voidRow(ada, operation));
      return changed(root);
    });
    expect(new Set(operations).size).toBe(2);
  });

  test('is given up after a number of tries, and says that it may be repeated', async () => {
    const { services, place, interfere, changed } = await createScene();
    let tries = 0;
    const busy = decideAndCommit(services, place(false), async (root) => {
      tries += 1;
      await interfere();
      return changed(root);
    });
    await expect(busy).rejects.toMatchObject({ code: 'busy' });
    expect(tries).toBe(decisionTries);
  });

  test('to refuse by several rows stands only if the root is as it was read before them', async () => {
    const { services, place, interfere, changed } = await createScene();
    let tries = 0;
    const result = await decideAndCommit(services, place(true), async (root) => {
      tries += 1;
      // The rows that were read after the root belong to another time than it does.
      if (tries === 1) {
        await interfere();
        throw new Problem('last-admin');
      }
      return changed(root);
    });
    expect(result).toBe(8);
    await expect(
      decideAndCommit(services, place(true), () => {
        throw new Problem('last-admin');
      }),
    ).rejects.toMatchObject({ code: 'last-admin' });
  });

  test('that was out of date is made again, and one to do nothing writes nothing', async () => {
    const { world, services, place } = await createScene();
    const before = world.store.snapshot();
    let tries = 0;
    const result = await decideAndCommit(services, place(true), () => {
      tries += 1;
      return tries === 1 ? 'again' : { result: tries };
    });
    expect(result).toBe(2);
    expect(world.store.snapshot()).toEqual(before);
  });

  test('to do nothing swaps the root for itself where that is asked, unless somebody else has swapped it since', async () => {
    const { services, place, interfere } = await createScene();
    const etag = async () => (await accounts.read(services, ada))?.etag;
    const nothing = (act?: () => Promise<void>) =>
      decideAndCommit(services, place(true), async () => {
        await act?.();
        return { result: 'nothing', confirms: true };
      });
    const first = await etag();
    await nothing();
    const second = await etag();
    expect(second).not.toBe(first);
    let others: string | undefined;
    await nothing(async () => {
      if (others !== undefined) return;
      await interfere();
      others = await etag();
    });
    expect(await etag()).toBe(others);
  });
});
