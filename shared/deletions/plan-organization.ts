import type { NameKey } from '../names/name-key.ts';
import { invitationPrefix, isExpired, storedInvitation } from '../organizations/invitation.ts';
import { memberPrefix, storedMember } from '../organizations/member.ts';
import type { Services } from '../services.ts';
import { type Section, sectionRange } from '../storage/pages.ts';
import type { StoredRow } from '../storage/tables.ts';
import type { Effect, PlanPart } from './plan-part.ts';

/** Whom the deletion of an organization concerns. One request a thousand members, and one for its invitations. */
export async function planOfOrganization(services: Services, key: NameKey): Promise<PlanPart> {
  const [members, invitations] = await Promise.all([
    rowsUnder(services, { partition: key, prefix: memberPrefix }),
    rowsUnder(services, { partition: key, prefix: invitationPrefix }),
  ]);
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

async function rowsUnder({ tables }: Services, section: Section): Promise<StoredRow[]> {
  const all: StoredRow[] = [];
  let cursor: string | undefined;
  do {
    const { rows, next } = await tables.list('accounts', sectionRange(section), { cursor });
    all.push(...rows);
    cursor = next;
  } while (cursor !== undefined);
  return all;
}
