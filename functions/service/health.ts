import * as z from 'zod/mini';
import { ok } from '../../shared/http/answers.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';

/** GET /api/health — this process answers. No I/O. */
export const health = defineEndpoint({
  name: 'health',
  method: 'GET',
  route: 'api/health',
  surface: 'api',
  summary: 'Whether this process is alive',
  caller: 'anyone',
  answers: { 200: z.strictObject({ status: z.literal('alive') }) },
  problems: [],
  handle: () => ok({ status: 'alive' as const }),
});
