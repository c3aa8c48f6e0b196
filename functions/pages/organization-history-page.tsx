import type { AuditEntry, AuditEvent } from '../../shared/audit/audit-entry.ts';
import { asRole } from '../../shared/organizations/member.ts';
import * as organizationHistory from '../../shared/organizations/organization-history.ts';
import { HistoryList } from './parts/history-list.tsx';
import { cursorIn } from './parts/more.tsx';
import { OrganizationHeader } from './parts/organization-links.tsx';
import { definePage } from './parts/page.tsx';
import { orRightSpelling } from './parts/right-spelling.ts';

/** GET /organizations/{name}/history — who changed what, to whom, when; the newest first. */
export const organizationHistoryPage = definePage({
  name: 'organization-history',
  route: 'organizations/{name}/history',
  caller: 'session',
  rights: ['history:see'],
  problems: ['invalid-request'],
  load: (services, request) =>
    orRightSpelling(
      () => organizationHistory.list(services, request.caller.account, request.params.name ?? '', cursorIn(request)),
      (name) => `/organizations/${name}/history`,
    ),
  title: ({ organization }) => `History of ${organization.name}`,
  view: (seen) => (
    <>
      <OrganizationHeader of={seen} here="/history" />
      <HistoryList page={seen.page} sentenceOf={sentenceOf} />
    </>
  ),
});

/** An entry as a person reads it. */
function sentenceOf({ event, actor, whom, role }: AuditEntry): string {
  const given = asRole(role === 'admin' ? 'admin' : 'collaborator');
  switch (event as Extract<AuditEvent, `organization:${string}`>) {
    case 'organization:create':
      return `${actor} created the organization.`;
    case 'organization:invitation:send':
      return `${actor} invited ${whom} as ${given}.`;
    case 'organization:invitation:withdraw':
      return `${actor} withdrew the invitation to ${whom}.`;
    case 'organization:invitation:decline':
      return `${actor} declined an invitation.`;
    case 'organization:member:join':
      return `${actor} joined as ${given}, invited by ${whom}.`;
    case 'organization:member:change-role':
      return `${actor} made ${whom} ${given}.`;
    case 'organization:member:remove':
      return `${actor} removed ${whom}.`;
    case 'organization:member:leave':
      return `${actor} left.`;
    case 'organization:member:suspend':
      return `${actor} closed their account; their seat is suspended.`;
    case 'organization:member:count':
      return `${actor} restored their account; their seat counts again.`;
    case 'organization:member:depart':
      return `${actor} is gone, and so is their seat.`;
    case 'organization:invitation:lapse':
      return `${actor} is gone, and so is the invitation.`;
    case 'organization:deletion:request':
      return `${actor} asked for the organization to be deleted.`;
    case 'organization:deletion:close':
      return 'The organization was closed.';
    case 'organization:deletion:restore':
      return `${actor} began to restore the organization.`;
    case 'organization:deletion:restored':
      return 'The organization was restored.';
    case 'organization:deletion:purge':
      return 'The removal of the organization began.';
  }
}
