import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { noContent, ok } from '../../shared/http/answers.ts';
import { defineEndpoint, defineRegistryEndpoint } from '../../shared/http/endpoint.ts';
import { type Right, ruleOf } from '../../shared/http/rights.ts';
import { allEndpoints } from '../support/world.ts';

describe('the rights of the policy', () => {
  test('guard every endpoint within an organization', () => {
    const unguarded = allEndpoints.filter(
      ({ route, rights }) => /(^|\/)organizations\/\{/.test(route) && !rights?.length,
    );
    expect(unguarded.map(({ name }) => name)).toEqual([]);
  });

  test('guard every endpoint of a package but those that are public or the registry’s', () => {
    const unguarded = allEndpoints.filter(
      ({ route, rights, caller }) => /(^|\/)packages\/\{/.test(route) && caller !== 'registry' && !rights?.length,
    );
    expect(unguarded.map(({ name }) => name)).toEqual(['list-owners', 'show-package-page']);
  });

  test('of the registry are in the definition, wherever the registry calls', () => {
    for (const { name, caller, roles = [] } of allEndpoints) {
      expect([name, roles.length > 0]).toEqual([name, caller === 'registry']);
    }
  });

  test('guard only what a session asks for', () => {
    const open = allEndpoints.filter(
      ({ rights, caller }) => rights && caller !== 'session' && caller !== 'fresh-session',
    );
    expect(open.map(({ name }) => name)).toEqual([]);
  });

  test('to read guard nothing that changes something, and rights to change nothing that only shows', () => {
    for (const { name, method, rights = [] } of allEndpoints) {
      const effect = method === 'GET' ? 'read' : 'change';
      expect([name, ...rights.filter((right: Right) => ruleOf(right).effect !== effect)]).toEqual([name]);
    }
  });

  test('to read do not compile where something is changed', () => {
    const rest = { name: 'x', route: 'x', surface: 'api', summary: 'x', caller: 'session', problems: [] } as const;
    const show = { ...rest, answers: { 200: z.null() }, handle: () => ok(null) } as const;
    const change = { ...rest, answers: { 204: z.void() }, handle: () => noContent() } as const;
    defineEndpoint({ ...show, method: 'GET', rights: ['members:see'] });
    defineEndpoint({ ...change, method: 'DELETE', rights: ['member:remove'] });
    // @ts-expect-error a change guarded by the right to read
    defineEndpoint({ ...change, method: 'DELETE', rights: ['members:see'] });
    // @ts-expect-error one of two is enough
    defineEndpoint({ ...change, method: 'POST', rights: ['invitation:send', 'invitations:see'] });
    defineEndpoint({ ...change, method: 'POST', rights: ['package:offer:make'] });
    // @ts-expect-error of a package likewise
    defineEndpoint({ ...change, method: 'POST', rights: ['package:offers:see'] });
    // @ts-expect-error the registry without a role
    defineRegistryEndpoint({ name: 'x', route: 'x', summary: 'x', problems: [], ...show, method: 'GET' });
    // @ts-expect-error the right to change for what only shows
    defineEndpoint({ ...show, method: 'GET', rights: ['member:remove'] });
  });
});
