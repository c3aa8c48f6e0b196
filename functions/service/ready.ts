import * as z from 'zod/mini';
import type { Answer } from '../../shared/http/endpoint.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';

const Failing = z.strictObject({ failing: z.array(z.string()) });

/** GET /api/ready — whether storage answers: one point read of a row that need not exist. */
export const ready = defineEndpoint({
  name: 'ready',
  method: 'GET',
  route: 'api/ready',
  surface: 'api',
  summary: 'Whether the service can do its work',
  caller: 'anyone',
  answers: { 200: Failing, 503: Failing },
  problems: [],
  async handle(services): Promise<Answer<200 | 503, { failing: string[] }>> {
    try {
      await services.tables.read('accounts', { partition: 'ready', row: 'ready' });
      return { status: 200, body: { failing: [] } };
    } catch (cause) {
      services.log('error', 'not-ready', { failing: 'storage' }, cause);
      return { status: 503, body: { failing: ['storage'] }, headers: { 'Retry-After': '5' } };
    }
  },
});
