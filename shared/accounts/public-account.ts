import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import type { LivingAccount } from './account.ts';
import { accountNamed } from './account-named.ts';

/**
 * The account that anybody may see under exactly this name. One request.
 *
 * @throws Problem `no-such-account`, with `name` where one that looks alike is the right spelling; `account-gone` for
 *   closed, purging and retired ones alike, so that nobody learns which.
 */
export async function publicAccount(services: Services, name: string): Promise<LivingAccount> {
  const account = (await accountNamed(services, name)).value;
  if (account.state === 'retired' || account.state === 'purging' || account.state === 'closed') {
    throw new Problem('account-gone', `The account “${name}” was closed. Its name is never given to anybody else.`);
  }
  return account;
}
