import type { AuditEntry } from '../../shared/audit/audit-entry.ts';
import * as organizationHistory from '../../shared/organizations/organization-history.ts';
import { HistoryList } from './parts/history-list.tsx';
import { cursorIn } from './parts/more.tsx';
import { OrganizationHeader } from './parts/organization-links.tsx';
import { definePage } from './parts/page.tsx';
import { orRightSpelling } from './parts/right-spelling.ts';
import { asRole } from './parts/role.ts';

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
  switch (event) {
    case 'organization:create':
      return `${actor} created the organization.`;
    case 'organization:invitation:send':
      return `${actor} invited ${whom} as ${given}.`;
    case 'organization:invitation:withdraw':
      return `${actor} withdrew the invitation of ${whom}.`;
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
    default:
      return `${actor}: ${event}`;
  }
}
