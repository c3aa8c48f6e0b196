import * as z from 'zod/mini';
import { ok } from '../../shared/http/answers.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';

/** A parcel with a person's initial dot: one account, many packages. */
const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">' +
  '<path fill="#3f4fd1" d="M12 1 22 6.5v11L12 23 2 17.500v-11z"/>' +
  '<path fill="#fff" d="M12 5.600a3.200 3.200 0 1 1 0 6.400 3.200 3.200 0 0 1 0-6.400zm-5.800 11.300c.5-2.700 2.900-4 5.800-4s5.300 1.300 5.800 4L12 20.100z"/>' +
  '</svg>';

/** GET /icon.svg — the mark in the header and in the browser's tab. */
export const icon = defineEndpoint({
  name: 'icon',
  method: 'GET',
  route: 'icon.svg',
  surface: 'browser',
  summary: 'The icon of the pages',
  caller: 'anyone',
  produces: 'image/svg+xml',
  cacheControl: 'public, max-age=86400',
  answers: { 200: z.string() },
  problems: [],
  handle: () => ok(svg),
});
