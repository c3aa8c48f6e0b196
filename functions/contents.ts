import type { Address } from '../shared/http/address.ts';
import { areas } from './areas.ts';

/**
 * The table of contents: what is not in it does not exist, and it is all that an instance knows when it starts. Every
 * area, and the document about them.
 */
export const contents: readonly Address[] = [
  ...areas,
  {
    name: 'openapi',
    method: 'GET',
    route: 'openapi.json',
    surface: 'api',
    endpoint: async () => (await import('./service/openapi-document.ts')).openapi,
  },
];
