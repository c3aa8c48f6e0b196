import { Problem } from '../problems.ts';
import type { LivingAccount, Stored } from './account.ts';

/**
 * The account in a root if it is active, user or organization alike: only an active one takes on anything new.
 *
 * @throws Problem `no-such-account`
 */
export function activeAccount(root: Stored | undefined): Stored<LivingAccount> {
  const account = root?.value;
  if (!root || account?.state !== 'active') {
    throw new Problem(
      'no-such-account',
      account ? `The account “${account.name}” was closed.` : 'No account has this name.',
    );
  }
  return { ...root, value: account };
}
