import { describe, expect, test } from 'vitest';
import { may, policy, type Right, ruleOf, standings } from '../../../shared/organizations/policy.ts';

const rights = Object.keys(policy) as Right[];
const states = ['active', 'closing', 'closed', 'restoring', 'purging'] as const;

describe('the policy', () => {
  test('lets nothing be changed in an organization that is not active', () => {
    for (const right of rights.filter((one) => ruleOf(one).effect === 'change')) {
      for (const state of states.slice(1)) {
        expect([right, state, standings.filter((one) => may(right, one, state))]).toEqual([right, state, []]);
      }
    }
  });

  test('shows nothing to who is no member, and nothing of a closed organization to anybody', () => {
    for (const right of rights.filter((one) => ruleOf(one).effect === 'read')) {
      for (const state of states) {
        expect([right, may(right, 'stranger', state), may(right, 'invited', state)]).toEqual([right, false, false]);
      }
      expect([right, may(right, 'admin', 'closed'), may(right, 'admin', 'purging')]).toEqual([right, false, false]);
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
