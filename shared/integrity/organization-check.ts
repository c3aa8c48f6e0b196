import { type Organization, storedAccount } from '../accounts/account.ts';
import { hintKey } from '../hints/hint.ts';
import { inTurns } from '../in-turns.ts';
import type { NameKey } from '../names/name-key.ts';
import { invitationPrefix } from '../organizations/invitation.ts';
import { memberPrefix, storedMember, weightOf } from '../organizations/member.ts';
import type { StoredRow } from '../storage/tables.ts';
import { type Check, type Finding, type Found, findingsOf, type ReadRow } from './finding.ts';
import { hasEntry } from './has-entry.ts';

/** What holds for every organization: its counts, an administrator, a hint for each member and invitation, its start. */
export const organizationCheck: Check = {
  table: 'accounts',
  async check({ partition, rows }, read) {
    const found = findingsOf('accounts', partition);
    const rootRow = rows.find(({ row }) => row === 'account');
    const account = rootRow && storedAccount(rootRow).value;
    const members = rows.filter(({ row }) => row.startsWith(memberPrefix));
    const invitations = rows.filter(({ row }) => row.startsWith(invitationPrefix));
    if (account?.kind !== 'organization' || account.state === 'retired') {
      return [...members, ...invitations].map(({ row }) => found('I3', row, 'stands where no organization is'));
    }
    if (account.state === 'purging') return [];
    return [
      ...countFindings(account, members, invitations, found),
      ...(hasEntry({ partition, rows }, account.operation)
        ? []
        : [found('I14', 'account', 'has no entry of its creation')]),
      ...(await hintFindings(partition, members, invitations, read, found)),
    ];
  },
};

function countFindings(
  organization: Organization,
  members: readonly StoredRow[],
  invitations: readonly StoredRow[],
  found: Found,
): Finding[] {
  const weights = members.map((row) => weightOf(storedMember(row).value));
  const adminCount = weights.reduce((sum, weight) => sum + weight.adminCount, 0);
  const memberCount = weights.reduce((sum, weight) => sum + weight.memberCount, 0);
  const findings: Finding[] = [];
  if (organization.adminCount !== adminCount) findings.push(found('I6', 'account', 'counts its administrators wrong'));
  if (organization.memberCount !== memberCount) findings.push(found('I6', 'account', 'counts its members wrong'));
  if (organization.invitationCount !== invitations.length) {
    findings.push(found('I6', 'account', 'counts its invitations wrong'));
  }
  if (organization.state === 'active' && adminCount < 1) {
    findings.push(found('I6', 'account', 'is active without an administrator'));
  }
  return findings;
}

/** A member's hint names the operation that made the row; an invitation's may name one meant to replace it. */
async function hintFindings(
  partition: string,
  members: readonly StoredRow[],
  invitations: readonly StoredRow[],
  read: ReadRow,
  found: Found,
): Promise<Finding[]> {
  const hintOf = (row: StoredRow, prefix: string, kind: 'membership' | 'invited') =>
    read('accounts', hintKey({ holder: row.row.slice(prefix.length) as NameKey, kind, about: partition }));
  const ofMembers = await inTurns(members, async (row) => {
    const hint = await hintOf(row, memberPrefix, 'membership');
    return hint?.columns.operation === storedMember(row).value.joined
      ? []
      : [found('I7', row.row, 'has no hint of its own')];
  });
  const ofInvitations = await inTurns(invitations, async (row) =>
    (await hintOf(row, invitationPrefix, 'invited')) ? [] : [found('I7', row.row, 'has no hint')],
  );
  return [...ofMembers, ...ofInvitations].flat();
}
