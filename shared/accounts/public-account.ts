import { isAccountName } from '../names/account-name.ts';
import { nameKey } from '../names/name-key.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import type { User } from './account.ts';
import * as accounts from './accounts.ts';

/**
 * The account that anybody may see under exactly this name. One request.
 *
 * @throws Problem `no-such-account`, with `name` where one that looks alike is the right spelling; `account-gone` for
 *   closed, purging and retired ones alike, so that nobody learns which.
 */
export async function publicAccount(services: Services, name: string): Promise<User> {
  const root = isAccountName(name) ? await accounts.read(services, nameKey(name)) : undefined;
  if (!root) throw new Problem('no-such-account', 'No account has this name.');
  const account = root.value;
  if (account.name !== name) {
    throw new Problem('no-such-account', `No account has exactly this name. Did you mean “${account.name}”?`, {
      extensions: { name: account.name },
    });
  }
  if (account.state === 'retired' || account.state === 'purging' || account.state === 'closed') {
    throw new Problem('account-gone', `The account “${name}” was closed. Its name is never given to anybody else.`);
  }
  return account;
}
