import * as z from 'zod/mini';
import { availabilityOf } from '../../shared/accounts/availability.ts';
import { ok } from '../../shared/http/answers.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';

/** GET /api/names/{name} — whether a name is free, and if not, why. */
export const checkName = defineEndpoint({
  name: 'check-name',
  method: 'GET',
  route: 'api/names/{name}',
  surface: 'api',
  summary: 'Whether a name is free',
  caller: 'anyone',
  limit: 'name-check',
  answers: {
    200: z.strictObject({
      name: z.string(),
      available: z.boolean(),
      reason: z.optional(z.enum(['taken', 'reserved', 'invalid'])),
      detail: z.optional(z.string()),
    }),
  },
  problems: [],
  async handle(services, { params }) {
    const name = params.name ?? '';
    return ok({ name, ...(await availabilityOf(services, name)) });
  },
});
