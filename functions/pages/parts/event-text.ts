import type { AuditEvent } from '../../../shared/audit/audit-entry.ts';

/** What a person did to their own account, as their history says it. */
const ownEvents: Readonly<Record<Extract<AuditEvent, `user:${string}`>, string>> = {
  'user:register': 'Registered',
  'user:session:open': 'Signed in',
  'user:session:end': 'Session ended',
  'user:session:end-others': 'All other sessions ended',
  'user:identity:link': 'Microsoft account added',
  'user:identity:unlink': 'Microsoft account unlinked',
};

export function eventText(event: AuditEvent): string {
  return event in ownEvents ? ownEvents[event as keyof typeof ownEvents] : event;
}
