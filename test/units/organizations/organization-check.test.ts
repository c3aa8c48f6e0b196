import { describe, expect, test } from 'vitest';
import { checkIntegrity } from '../../../shared/integrity/check-integrity.ts';
import { everyKey } from '../../../shared/integrity/key-ranges.ts';
import { unlimited } from '../../../shared/integrity/partitions-within.ts';
import type { Columns, StoredRow } from '../../../shared/storage/tables.ts';
import { leave } from '../../support/deletion-scene.ts';
import { invite, join, organizationScene, type Scene, setState } from '../../support/organization-scene.ts';
import { keyOf, servicesIn } from '../../support/residents.ts';
import type { World } from '../../support/world.ts';

const acme = keyOf('Acme');

/** Acme with its administrator Ada, its collaborator Bob, and Cyd invited. */
async function createScene(): Promise<Scene> {
  const scene = await organizationScene();
  await join(scene.ada, scene.bob, 'Bob');
  await invite(scene.ada, 'Cyd');
  return scene;
}

async function findingsIn(world: World): Promise<string[]> {
  const findings: string[] = [];
  await checkIntegrity(servicesIn(world), everyKey, unlimited, ({ invariant, row, detail }) =>
    findings.push(`${invariant} ${row} ${detail}`),
  );
  return findings;
}

async function rowAt(world: World, partition: string, row: string): Promise<StoredRow> {
  const found = await servicesIn(world).tables.read('accounts', { partition, row });
  if (!found) throw new Error(`There is no ${row}`);
  return found;
}

async function spoil(world: World, row: string, changes: Columns, partition: string = acme): Promise<void> {
  const found = await rowAt(world, partition, row);
  await servicesIn(world).tables.replace(
    'accounts',
    { ...found, columns: { ...found.columns, ...changes } },
    found.etag,
  );
}

async function lose(world: World, row: string, partition: string = acme): Promise<void> {
  const found = await rowAt(world, partition, row);
  await servicesIn(world).tables.remove('accounts', found, found.etag);
}

describe('the check of organizations', () => {
  test('finds nothing where nothing is wrong, whoever is suspended', async () => {
    const { world, bob } = await createScene();
    expect(await findingsIn(world)).toEqual([]);
    await leave(bob, 'Bob');
    expect(await findingsIn(world)).toEqual([]);
  });

  test.each<[string, (world: World) => Promise<void>, string]>([
    ['adminCount', (world) => spoil(world, 'account', { adminCount: 2 }), 'I6 account counts its administrators wrong'],
    ['memberCount', (world) => spoil(world, 'account', { memberCount: 1 }), 'I6 account counts its members wrong'],
    [
      'invitationCount',
      (world) => spoil(world, 'account', { invitationCount: 0 }),
      'I6 account counts its invitations wrong',
    ],
    [
      'no administrator',
      async (world) => {
        await spoil(world, `member:${keyOf('Ada')}`, { role: 'collaborator' });
        await spoil(world, 'account', { adminCount: 0 });
      },
      'I6 account is active without an administrator',
    ],
    [
      'a member without a hint',
      (world) => lose(world, `membership:${acme}`, keyOf('Bob')),
      `I7 member:${keyOf('Bob')} has no hint of its own`,
    ],
    [
      'a member whose hint is of another operation',
      (world) => spoil(world, `member:${keyOf('Bob')}`, { joined: 'another' }),
      `I7 member:${keyOf('Bob')} has no hint of its own`,
    ],
    [
      'an invitation without a hint',
      (world) => lose(world, `invited:${acme}`, keyOf('Cyd')),
      `I7 invitation:${keyOf('Cyd')} has no hint`,
    ],
    [
      'no entry of its creation',
      async (world) => {
        const { operation } = (await rowAt(world, acme, 'account')).columns;
        await lose(world, `audit:${operation}`);
      },
      'I14 account has no entry of its creation',
    ],
    [
      'a member of a user',
      async (world) => {
        const seat = await rowAt(world, acme, `member:${keyOf('Bob')}`);
        await servicesIn(world).tables.insert('accounts', { ...seat, partition: keyOf('Cyd') });
      },
      `I3 member:${keyOf('Bob')} stands where no organization is`,
    ],
  ])('finds %s', async (_what, plant, finding) => {
    const { world } = await createScene();
    await plant(world);
    expect(await findingsIn(world)).toEqual([finding]);
  });

  test('leaves alone what is being purged', async () => {
    const { world } = await createScene();
    await setState(world, 'Acme', 'purging');
    await lose(world, `membership:${acme}`, keyOf('Bob'));
    expect(await findingsIn(world)).toEqual(['I12 account is purging, and nothing wakes the timer for it']);
  });
});
