import type { Stored, User } from '../accounts/account.ts';
import type { AuditEntry } from '../audit/audit-entry.ts';
import * as history from '../audit/history.ts';
import type { Services } from '../services.ts';
import { enter, type Seen } from './standing.ts';

/**
 * What was changed in an organization, by whom, to whom and when, the newest first. What its partition recorded of
 * somebody's own account before that became the organization is no part of it.
 */
export async function list(
  services: Services,
  caller: Stored<User>,
  name: string,
  after: string | undefined,
): Promise<Seen<AuditEntry>> {
  const entered = await enter(services, caller, name, 'history:see');
  const page = await history.page(services.tables, 'accounts', entered.key, after);
  return { ...entered, page: { ...page, items: page.items.filter(({ event }) => event.startsWith('organization:')) } };
}
