import { describe, expect, test } from 'vitest';
import { timers } from '../../functions/timers.ts';
import { isProblemCode } from '../../shared/problems.ts';
import { allEndpoints } from '../support/world.ts';

describe('the list of endpoints', () => {
  test('names each one once, and no route twice for a method', () => {
    const names = [...allEndpoints.map(({ name }) => name), ...timers.map(({ name }) => name), 'catch-all'];
    expect(new Set(names).size).toBe(names.length);
    const routes = allEndpoints.map(({ method, route }) => `${method} ${route}`);
    expect(new Set(routes).size).toBe(routes.length);
  });

  test('keeps away from the routes of the host', () => {
    expect(allEndpoints.filter(({ route }) => /^(admin|runtime)(\/|$)/.test(route))).toEqual([]);
  });

  test('has names the Functions host takes', () => {
    for (const { name } of allEndpoints) expect(name).toMatch(/^[A-Za-z][A-Za-z0-9_-]{0,126}$/);
  });

  test('declares only problems of the catalogue', () => {
    expect(allEndpoints.flatMap(({ problems }) => problems).filter((code) => !isProblemCode(code))).toEqual([]);
  });
});
