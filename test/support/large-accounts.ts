import { insertAuditRow } from '../../shared/audit/audit-entry.ts';
import { newOperation } from '../../shared/audit/operation.ts';
import type { AccountName } from '../../shared/names/account-name.ts';
import { accept } from '../../shared/organizations/invitations.ts';
import { invite } from '../../shared/organizations/invite.ts';
import { memberKey, memberRow } from '../../shared/organizations/member.ts';
import * as organizations from '../../shared/organizations/organizations.ts';
import type { Services } from '../../shared/services.ts';
import { leave, ofOrganization } from './deletion-scene.ts';
import { organizationScene, register } from './organization-scene.ts';
import { callerOf, keyOf, servicesIn } from './residents.ts';
import type { World } from './world.ts';

/** An account that is closed, in the world it is in. */
export interface Leaver {
  readonly world: World;
  readonly name: string;
}

/** Acme, with this many members besides its one administrator, whose hint is the only one. */
export async function largeOrganization(members: number): Promise<Leaver> {
  const { world, ada } = await organizationScene();
  await fill(servicesIn(world), 'Acme', members);
  const { status } = await leave(ada, 'Acme', ofOrganization('Acme'));
  if (status !== 202) throw new Error(`Acme is not closed: ${status}`);
  return { world, name: 'Acme' };
}

/** Bob, a member of this many organizations. */
export async function memberOfMany(count: number): Promise<Leaver> {
  const { world, bob } = await organizationScene();
  const services = servicesIn(world);
  for (let index = 0; index < count; index += 1) {
    // Nobody creates more than five a day.
    const founder = `Founder${Math.floor(index / 5)}`;
    if (index % 5 === 0) await register(world, founder);
    const name = `Org${index}` as AccountName;
    await organizations.create(services, await callerOf(world, founder), name);
    await invite(services, await callerOf(world, founder), name, 'Bob' as AccountName, 'collaborator');
    await accept(services, await callerOf(world, 'Bob'), name, 'Bob');
  }
  const { status } = await leave(bob, 'Bob');
  if (status !== 202) throw new Error(`Bob is not closed: ${status}`);
  return { world, name: 'Bob' };
}

/** This many have joined an organization, each with the entries of being invited and of joining. */
export async function fill(services: Services, name: string, members: number): Promise<void> {
  const partition = keyOf(name);
  for (let index = 0; index < members; index += 1) {
    const [invited, joined] = [newOperation(services), newOperation(services)];
    const member = {
      name: `member${index}` as AccountName,
      role: 'collaborator',
      joinedAt: services.clock.now(),
    } as const;
    await services.tables.transact('accounts', [
      {
        kind: 'insert',
        row: memberRow(memberKey(partition, keyOf(member.name)), { ...member, joined, granted: joined }),
      },
      ...[invited, joined].map((operation) =>
        insertAuditRow(partition, operation, {
          event: 'organization:member:join',
          actor: member.name,
          at: member.joinedAt,
        }),
      ),
    ]);
  }
}
