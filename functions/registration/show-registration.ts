import * as z from 'zod/mini';
import { ok } from '../../shared/http/answers.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';

/** GET /api/registration — the registration under way, by its masked label. */
export const showRegistration = defineEndpoint({
  name: 'show-registration',
  method: 'GET',
  route: 'api/registration',
  surface: 'api',
  summary: 'The registration under way',
  caller: 'registration',
  answers: { 200: z.strictObject({ label: z.string(), expiresAt: z.iso.datetime() }) },
  problems: [],
  handle: (_services, { caller }) => ok({ label: caller.value.label, expiresAt: caller.value.expiresAt.toISOString() }),
});
