import type { NameKey } from '../../names/name-key.ts';
import { invitationPrefix, isExpired, storedInvitation } from '../../organizations/invitation.ts';
import { memberPrefix, storedMember } from '../../organizations/member.ts';
import type { Services } from '../../services.ts';
import { type Section, sectionRange } from '../../storage/pages.ts';
import { rowsIn } from '../../storage/rows-in.ts';
import type { Effect, PlanPart } from './plan-part.ts';

/** Whom the deletion of an organization concerns. One request a thousand members, and one for its invitations. */
export async function planOfOrganization(services: Services, key: NameKey): Promise<PlanPart> {
  const under = (prefix: Section['prefix']) =>
    Array.fromAsync(rowsIn(services.tables, 'accounts', sectionRange({ partition: key, prefix })));
  const [members, invitations] = await Promise.all([under(memberPrefix), under(invitationPrefix)]);
  const pending = invitations
    .map((row) => ({ key: row.row, value: storedInvitation(row).value }))
    .filter(({ value }) => !isExpired(value, services.clock.now()));
  const effects: Effect[] = [
    {
      kind: 'members-leave',
      detail: `${members.length === 1 ? 'The one member loses their seat' : `${all(members.length)} members lose their seats`} and whatever they could do through it.`,
    },
  ];
  if (pending.length > 0) {
    effects.push({
      kind: 'invitations-end',
      detail: `${pending.length === 1 ? 'The one invitation' : `${all(pending.length)} invitations`} can no longer be accepted.`,
    });
  }
  return {
    effects,
    blockers: [],
    facts: [
      ...members.map((row) => `member ${row.row} ${storedMember(row).value.granted}`),
      ...pending.map(({ key: row, value }) => `invited ${row} ${value.operation}`),
    ],
  };
}

const all = (count: number) => (count === 2 ? 'Both' : `All ${count}`);
