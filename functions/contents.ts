import type { Address } from '../shared/http/address.ts';
import { areas } from './areas.ts';

/**
 * The table of contents, all that an instance knows at start: what is not in it does not exist. Every area, and the
 * document about them.
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
