import * as z from 'zod/mini';
import { ok } from '../../shared/http/answers.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import { openApiDocument } from '../../shared/http/openapi.ts';
import { areas } from '../areas.ts';

let document: Record<string, unknown> | undefined;

/** GET /openapi.json — the contract, from the lists that also make the service. Made when first asked for. */
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
  async handle() {
    const api = areas.filter(({ surface }) => surface === 'api');
    document ??= openApiDocument([...(await Promise.all(api.map((address) => address.endpoint()))), openapi]);
    return ok(document);
  },
});
