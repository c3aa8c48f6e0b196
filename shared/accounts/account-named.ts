import { isAccountName } from '../names/account-name.ts';
import { nameKey } from '../names/name-key.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import type { Account, Stored } from './account.ts';
import * as accounts from './accounts.ts';

/**
 * The account with exactly this name, in whatever state. One request.
 *
 * @throws Problem `no-such-account`, with `name` where one that looks alike is the right spelling
 */
export async function accountNamed(services: Services, name: string): Promise<Stored> {
  return exactly(isAccountName(name) ? await accounts.read(services, nameKey(name)) : undefined, name);
}

/** The same for a root that was read already. */
export function exactly(root: Stored | undefined, name: string): Stored {
  if (!root) throw unknown(name);
  if (root.value.name !== name) throw misspelt(root.value);
  return root;
}

function unknown(name: string): Problem {
  // Text that cannot be a name may be anything, and is not repeated.
  const subject = isAccountName(name) ? `“${name}”` : 'that';
  return new Problem('no-such-account', `There is no account called ${subject}. Check how the name is written.`);
}

function misspelt({ name }: Account): Problem {
  return new Problem('no-such-account', `No account has exactly this name. Did you mean “${name}”?`, {
    extensions: { name },
  });
}
