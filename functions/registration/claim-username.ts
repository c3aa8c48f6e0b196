import * as z from 'zod/mini';
import { created, ok } from '../../shared/http/answers.ts';
import { browserName } from '../../shared/http/browser-name.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import { sessionCookieOf } from '../../shared/http/session-cookies.ts';
import { AccountNameText } from '../../shared/names/account-name.ts';
import { claim } from '../../shared/registrations/claim.ts';
import { parseSessionCookie } from '../../shared/sessions/session.ts';

const Registered = z.strictObject({ username: z.string() });

/** POST /api/registration — the person who signed in chooses a username, once and for ever. */
export const claimUsername = defineEndpoint({
  name: 'claim-username',
  method: 'POST',
  route: 'api/registration',
  surface: 'api',
  summary: 'Choose a username',
  caller: 'registration',
  body: z.strictObject({ username: AccountNameText }),
  answers: { 200: Registered, 201: Registered },
  problems: ['invalid-name', 'name-taken', 'name-reserved', 'already-registered', 'sign-in-invalid'],
  async handle(services, { caller, body, cookie, header }) {
    const { outcome, username, session } = await claim(services, caller.value, body.username, {
      browser: browserName(header('user-agent')),
      held: parseSessionCookie(cookie('session')),
    });
    const cookies = [sessionCookieOf(services.config, session)];
    return outcome === 'created'
      ? created(`/api/accounts/${username}`, { username }, cookies)
      : ok({ username }, { cookies });
  },
});
