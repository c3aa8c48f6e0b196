import * as z from 'zod/mini';
import { ok } from '../../shared/http/answers.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import { Problem } from '../../shared/problems.ts';
import css from './parts/styles.css';
import { stylesheetPath, stylesheetVersion } from './parts/stylesheet-path.ts';

/** GET /styles/{version} — the one stylesheet, at an address that changes with it, so it may be cached for ever. */
export const stylesheet = defineEndpoint({
  name: 'stylesheet',
  method: 'GET',
  route: 'styles/{version}',
  surface: 'browser',
  summary: 'The stylesheet of the pages',
  caller: 'anyone',
  produces: 'text/css; charset=utf-8',
  cacheControl: 'public, max-age=31536000, immutable',
  answers: { 200: z.string() },
  problems: ['not-found'],
  handle(_services, { params }) {
    if (params.version !== stylesheetVersion())
      throw new Problem('not-found', `The stylesheet is at ${stylesheetPath()}.`);
    return ok(css);
  },
});
