import { Problem } from '../problems.ts';
import type { Stored, User } from './account.ts';

/** The user in a root, for what only an active one may have. @throws Problem `account-closed` */
export function activeUser(root: Stored | undefined): User {
  const user = root?.value;
  if (user?.kind !== 'user' || user.state !== 'active') throw new Problem('account-closed');
  return user;
}
