import { describe, expect, test } from 'vitest';
import { may, policy, type Right, ruleOf, standings } from '../../../shared/organizations/policy.ts';

const rights = Object.keys(policy) as Right[];
/** Whether it is among what can still be done with an organization on its way out. */
const isOfDeletion = (right: Right) => right.startsWith('deletion:');
const states = ['active', 'closing', 'closed', 'restoring', 'purging'] as const;

describe('the policy', () => {
  test('lets nothing be changed in an organization that is not active', () => {
    for (const right of rights.filter((one) => ruleOf(one).effect === 'change' && !isOfDeletion(one))) {
      for (const state of states.slice(1)) {
        expect([right, state, standings.filter((one) => may(right, one, state))]).toEqual([right, state, []]);
      }
    }
  });

  test('shows nothing to non-members, and nothing of a closed organization to anybody', () => {
    for (const right of rights.filter((one) => ruleOf(one).effect === 'read')) {
      for (const state of states) {
        expect([right, may(right, 'stranger', state), may(right, 'invited', state)]).toEqual([right, false, false]);
      }
      const isShown = isOfDeletion(right);
      expect([right, may(right, 'admin', 'closed'), may(right, 'admin', 'purging')]).toEqual([right, isShown, false]);
    }
  });

  test('lets only administrators lead it out or back, and nobody once it is being purged', () => {
    for (const right of rights.filter(isOfDeletion)) {
      for (const state of states) {
        const allowed = standings.filter((one) => may(right, one, state));
        const isOpen = state !== 'purging' && !(right === 'deletion:request' && state === 'restoring');
        expect([right, state, allowed]).toEqual([right, state, isOpen ? ['admin'] : []]);
      }
    }
  });

  test('lets an administrator do whatever a collaborator may', () => {
    for (const right of rights.filter((one) => may(one, 'collaborator', 'active'))) {
      expect([right, may(right, 'admin', 'active')]).toEqual([right, true]);
    }
  });

  test('lets collaborators see and leave, and manage nothing', () => {
    expect(rights.filter((right) => may(right, 'collaborator', 'active')).toSorted()).toEqual([
      'invitation:accept',
      'invitation:decline',
      'member:keep-role',
      'member:leave',
      'members:see',
      'organization:see',
      'packages:see',
    ]);
  });
});
