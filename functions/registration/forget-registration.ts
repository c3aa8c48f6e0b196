import * as z from 'zod/mini';
import { noContent } from '../../shared/http/answers.ts';
import { expireCookie } from '../../shared/http/cookies.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import * as registrations from '../../shared/registrations/registrations.ts';

/** DELETE /api/registration — the person changed their mind: forgotten at once. */
export const forgetRegistration = defineEndpoint({
  name: 'forget-registration',
  method: 'DELETE',
  route: 'api/registration',
  surface: 'api',
  summary: 'Abandon the registration under way',
  caller: 'registration',
  answers: { 204: z.void() },
  problems: [],
  async handle(services, { caller }) {
    await registrations.forget(services, caller);
    return noContent({ cookies: [expireCookie('registration')] });
  },
});
