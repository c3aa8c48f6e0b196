import { globSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { contents } from '../../functions/contents.ts';
import { timers } from '../../functions/timers.ts';
import type { Endpoint } from '../../shared/http/endpoint.ts';
import { isProblemCode } from '../../shared/problems.ts';
import { allEndpoints } from '../support/world.ts';

const functions = path.resolve(import.meta.dirname, '../../functions');

describe('the list of endpoints', () => {
  /** Change a line of `areas.ts`, or leave one out. */
  test('says of each what its definition says, and leaves out none of an area', async () => {
    const files = globSync('*/endpoints.ts', { cwd: functions });
    const ofAreas = await Promise.all(
      files.map(
        async (file) => ((await import(path.join(functions, file))) as { endpoints: readonly Endpoint[] }).endpoints,
      ),
    );
    const headOf = ({ name, method, route, surface }: Pick<Endpoint, 'name' | 'method' | 'route' | 'surface'>) =>
      `${surface} ${name}: ${method} /${route}`;
    const openapi = allEndpoints.filter(({ name }) => name === 'openapi');
    expect(contents.map(headOf).toSorted()).toEqual([...ofAreas.flat(), ...openapi].map(headOf).toSorted());
  });

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
