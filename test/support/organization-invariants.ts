import { expect } from 'vitest';
import type { StoredEntity } from './table-simulator/entity.ts';
import type { TableStore } from './table-simulator/table-store.ts';

/** I3, I6, I7 and I14 of organizations, over every row there is. */
export function expectSoundOrganizations(store: TableStore): void {
  const rows = store.rows('accounts');
  const at = (partition: string, row: string) =>
    rows.find((one) => one.PartitionKey === partition && one.RowKey === row);
  const under = (partition: string, prefix: string) =>
    rows.filter((one) => one.PartitionKey === partition && one.RowKey.startsWith(prefix));
  const isSeated = (member: StoredEntity) => member.suspended === undefined;

  const roots = rows.filter(({ RowKey, kind }) => RowKey === 'account' && kind === 'organization');
  for (const root of roots.filter(({ state }) => state !== 'retired')) {
    const key = root.PartitionKey;
    const members = under(key, 'member:');
    const seated = members.filter(isSeated);
    const admins = seated.filter(({ role }) => role === 'admin');
    const invitations = under(key, 'invitation:');
    expect([root.name, root.adminCount, root.memberCount, root.invitationCount]).toEqual([
      root.name,
      admins.length,
      seated.length,
      invitations.length,
    ]);
    if (root.state === 'active') expect([root.name, admins.length]).not.toEqual([root.name, 0]);
    for (const member of members) {
      const user = member.RowKey.slice('member:'.length);
      const hint = at(user, `membership:${key}`);
      expect([root.name, user, hint?.operation]).toEqual([root.name, user, member.joined]);
    }
    for (const invitation of invitations) {
      const user = invitation.RowKey.slice('invitation:'.length);
      expect([root.name, user, at(user, `invited:${key}`)]).not.toEqual([root.name, user, undefined]);
    }
  }

  for (const row of rows.filter(({ RowKey }) => RowKey.startsWith('member:') || RowKey.startsWith('invitation:'))) {
    expect([row.RowKey, at(row.PartitionKey, 'account')?.kind]).toEqual([row.RowKey, 'organization']);
  }
}
