import { isAccountName, nameFault } from '../names/account-name.ts';
import { nameKey } from '../names/name-key.ts';
import { isReserved } from '../names/reserved-names.ts';
import type { Services } from '../services.ts';
import * as accounts from './accounts.ts';

export type Availability =
  | { readonly available: true }
  | { readonly available: false; readonly reason: 'invalid' | 'reserved' | 'taken'; readonly detail: string };

/** Whether a claim of this name would find it free now. At most one request; only a claim decides. */
export async function availabilityOf(services: Services, name: string): Promise<Availability> {
  if (!isAccountName(name)) {
    return { available: false, reason: 'invalid', detail: nameFault(name) ?? 'This cannot be a name.' };
  }
  if (isReserved(name)) {
    return { available: false, reason: 'reserved', detail: 'This name is reserved, or looks like one that is.' };
  }
  return (await accounts.read(services, nameKey(name)))
    ? { available: false, reason: 'taken', detail: 'This name is taken, or looks like one that is.' }
    : { available: true };
}
