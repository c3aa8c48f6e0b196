import * as z from 'zod/mini';
import { noContent, seeOther } from '../../shared/http/answers.ts';
import { expireCookie, setCookie } from '../../shared/http/cookies.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import { isForm } from '../../shared/http/request-body.ts';
import { parseSessionCookie } from '../../shared/sessions/session.ts';
import * as sessions from '../../shared/sessions/sessions.ts';

/**
 * POST /sign-out — ends the session at the server and forgets this browser's cookies. Being signed out already is fine.
 * `"cookies"` in Clear-Site-Data would clear the whole registrable domain, including the registry's.
 */
export const signOut = defineEndpoint({
  name: 'sign-out',
  method: 'POST',
  route: 'sign-out',
  surface: 'browser',
  summary: 'Sign out',
  caller: 'anyone',
  admitsClosed: true,
  answers: { 204: z.void(), 303: z.void() },
  problems: [],
  async handle(services, request) {
    const token = parseSessionCookie(request.cookie('session'));
    if (token) await sessions.end(services, token);
    const forgotten = {
      headers: { 'Clear-Site-Data': '"storage"' },
      cookies: [expireCookie('session'), expireCookie('registration'), expireCookie('browser')],
    };
    if (!isForm(request)) return noContent(forgotten);
    return seeOther('/', { ...forgotten, cookies: [...forgotten.cookies, setCookie('notice', 'signed-out', 60)] });
  },
});
