import * as organizations from '../organizations/policy.ts';
import * as packages from '../packages/policy.ts';

/** Every right there is, of both policies. */
export type ReadingRight = organizations.ReadingRight | packages.ReadingRight;
export type ChangingRight = organizations.ChangingRight | packages.ChangingRight;
export type Right = ReadingRight | ChangingRight;

/** Whether it guards reading or changing, and whom it admits: how they stand to what the path names. */
export function ruleOf(right: Right) {
  return isOfPackages(right) ? packages.ruleOf(right) : organizations.ruleOf(right);
}

function isOfPackages(right: Right): right is packages.Right {
  return Object.hasOwn(packages.policy, right);
}
