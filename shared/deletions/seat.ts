import { rootRow, type Stored } from '../accounts/account.ts';
import * as accounts from '../accounts/accounts.ts';
import type { NameKey } from '../names/name-key.ts';
import { memberKey, memberRow, recounted } from '../organizations/member.ts';
import { readMember } from '../organizations/standing.ts';
import { lastAdmin } from './blocker.ts';
import type { StepDecision } from './step.ts';
import { atTarget, isAtTarget, type Kind, type Look } from './target.ts';

const events = {
  suspended: 'organization:member:suspend',
  counted: 'organization:member:count',
  gone: 'organization:member:depart',
} as const;

/**
 * A user's seat in an organization. An organization that is open is never left without an administrator; one that is
 * closed may be, and can then only be purged.
 */
export const seat: Kind<Stored> = {
  placeOf: ({ services, hint }) => accounts.placeOf(services, hint.place.about as NameKey),

  async look({ services, deletion, hint, target }, root): Promise<StepDecision<Look>> {
    const organization = root?.value;
    if (organization?.state === 'retired' || organization?.state === 'purging') return { outcome: 'over' };
    if (organization?.kind !== 'organization') return { outcome: 'absent' };
    const found = await readMember(services, hint.place.about as NameKey, deletion.key);
    if (found?.value.joined !== hint.value.operation) return { outcome: 'absent' };
    const before = found.value;
    if (isAtTarget(before, deletion.id, target)) return { outcome: 'stands' };

    const after = atTarget(before, deletion.id, target);
    const changed = recounted(organization, before, after);
    if (target === 'suspended' && changed.adminCount < 1 && organization.state !== 'closed') {
      return { outcome: { blocked: lastAdmin(organization.name) }, restsOnRows: true };
    }
    const key = memberKey(hint.place.about as NameKey, deletion.key);
    return {
      root: rootRow(changed),
      rows: [after ? { kind: 'replace', row: memberRow(key, after), etag: found.etag } : { kind: 'remove', key }],
      entry: { event: events[target], actor: deletion.name, whom: deletion.name, at: services.clock.now() },
    };
  },
};
