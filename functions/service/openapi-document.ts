import * as z from 'zod/mini';
import { ok } from '../../shared/http/answers.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import { openApiDocument } from '../../shared/http/openapi.ts';
import { endpoints } from '../endpoints.ts';

let document: Record<string, unknown> | undefined;

/** GET /openapi.json — the contract, from the list that also makes the service. Made when first asked for. */
export const openapi = defineEndpoint({
  name: 'openapi',
  method: 'GET',
  route: 'openapi.json',
  surface: 'api',
  summary: 'This document',
  caller: 'anyone',
  cacheControl: 'public, max-age=300',
  answers: { 200: z.record(z.string(), z.unknown()) },
  problems: [],
  handle() {
    document ??= openApiDocument([...endpoints, openapi]);
    return ok(document);
  },
});
