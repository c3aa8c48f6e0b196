import type { Stored, User } from '../accounts/account.ts';
import type { AuditEntry } from '../audit/audit-entry.ts';
import * as history from '../audit/history.ts';
import type { Services } from '../services.ts';
import { enter, type Seen } from './standing.ts';

/**
 * What was changed in an organization, by whom, to whom and when, the newest first. Entries from when it was still
 * somebody's own account are left out.
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
