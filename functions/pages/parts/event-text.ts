import type { AuditEvent } from '../../../shared/audit/audit-entry.ts';

/** What a person did to their own account, as their history says it. */
const ownEvents = {
  'user:register': 'Registered',
  'user:session:open': 'Signed in',
  'user:session:end': 'Session ended',
  'user:session:end-others': 'All other sessions ended',
  'user:identity:link': 'Microsoft account added',
  'user:identity:unlink': 'Microsoft account unlinked',
  'user:deletion:request': 'Deletion requested',
  'user:deletion:close': 'Account closed',
  'user:deletion:restore': 'Restoring begun',
  'user:deletion:restored': 'Account restored',
  'user:deletion:purge': 'Removal begun',
} as const satisfies Readonly<Record<Extract<AuditEvent, `user:${string}`>, string>>;

function isOwn(event: AuditEvent): event is keyof typeof ownEvents {
  return Object.hasOwn(ownEvents, event);
}

export function eventText(event: AuditEvent): string {
  return isOwn(event) ? ownEvents[event] : event;
}
