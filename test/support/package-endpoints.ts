import type { Endpoint } from '../../shared/http/endpoint.ts';
import { allEndpoints } from './world.ts';

/** Whether it is about one package: the matrix of packages tries these, and that of organizations all others. */
export function isOfPackage({ caller, route, rights = [] }: Endpoint): boolean {
  return caller === 'registry' || /(^|\/)packages\/\{/.test(route) || rights.some((one) => one.startsWith('package:'));
}

export const packageEndpoints = allEndpoints.filter(isOfPackage);
