import type { Stored, User } from '../accounts/account.ts';
import type { AuditEntry } from '../audit/audit-entry.ts';
import * as history from '../audit/history.ts';
import type { Services } from '../services.ts';
import { enter, type Seen } from './standing.ts';

/** What was changed about a package, by whom, the newest first; even before it was removed and registered again. */
export async function list(
  services: Services,
  caller: Stored<User>,
  id: string,
  after: string | undefined,
): Promise<Seen<AuditEntry>> {
  const seen = await enter(services, caller, id, 'package:history:see');
  return { ...seen, page: await history.page(services.tables, 'packages', seen.key, after) };
}
