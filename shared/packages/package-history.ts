import type { Stored, User } from '../accounts/account.ts';
import type { AuditEntry } from '../audit/audit-entry.ts';
import * as history from '../audit/history.ts';
import type { Services } from '../services.ts';
import type { Page } from '../storage/pages.ts';
import { enter } from './standing.ts';

/** What was changed about a package, by whom, the newest first; from before it was removed and registered again, too. */
export async function list(
  services: Services,
  caller: Stored<User>,
  id: string,
  after: string | undefined,
): Promise<Page<AuditEntry>> {
  const { key } = await enter(services, caller, id, 'package:history:see');
  return await history.page(services.tables, 'packages', key, after);
}
