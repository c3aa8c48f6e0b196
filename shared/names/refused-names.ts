import { Problem } from '../problems.ts';
import type { AccountName } from './account-name.ts';
import { isReserved } from './reserved-names.ts';

/** Users and organizations share their names, so both are refused in the same words. @throws Problem `name-reserved` */
export function refuseReserved(name: AccountName): void {
  if (!isReserved(name)) return;
  throw new Problem(
    'name-reserved',
    `The name “${name}” is reserved, or looks like one that is. Please choose another.`,
  );
}

export function nameTaken(name: AccountName): Problem {
  return new Problem(
    'name-taken',
    `The name “${name}” is taken, or looks like one that is. Names are never given out twice; please choose another.`,
  );
}
