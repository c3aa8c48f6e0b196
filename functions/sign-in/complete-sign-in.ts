import * as z from 'zod/mini';
import { seeOther } from '../../shared/http/answers.ts';
import { browserName } from '../../shared/http/browser-name.ts';
import { expireCookie, setCookie } from '../../shared/http/cookies.ts';
import { defineEndpoint, type EndpointRequest } from '../../shared/http/endpoint.ts';
import { registrationCookieOf, sessionCookieOf } from '../../shared/http/session-cookies.ts';
import { parseSessionCookie } from '../../shared/sessions/session.ts';
import { isOwnPath } from '../../shared/sign-ins/return-to.ts';
import * as signIns from '../../shared/sign-ins/sign-ins.ts';

/**
 * GET /sign-in/callback — what the browser brings back from Microsoft.
 *
 * The function has no key, although Functions reads `code` as one: its authLevel is anonymous. Parameters are read from
 * the address itself, where a repeated one can be told from one with a comma.
 */
export const completeSignIn = defineEndpoint({
  name: 'complete-sign-in',
  method: 'GET',
  route: 'sign-in/callback',
  surface: 'browser',
  summary: 'Complete a sign-in with Microsoft',
  caller: 'anyone',
  admitsClosed: true,
  answers: { 303: z.void() },
  problems: [
    'sign-in-invalid',
    'second-factor-missing',
    'provider-failed',
    'other-identity',
    'fresh-sign-in-needed',
    'not-signed-in',
    'account-closed',
    'identity-in-use',
    'too-many-identities',
  ],
  async handle(services, request) {
    const completed = await signIns.complete(services, callbackOf(request));
    if (completed.kind === 'unknown') {
      const cookies = [registrationCookieOf(services.config, completed.registration), expireCookie('session')];
      return seeOther('/register', { cookies });
    }
    if (completed.kind === 'linked') {
      // The session stays as it was. What a page of ours would say is not for a page of another.
      const notice = completed.outcome === 'already' ? 'identity-linked-already' : 'identity-linked';
      const cookies = isOwnPath(completed.returnTo) ? [setCookie('notice', notice, 60)] : [];
      return seeOther(completed.returnTo, { cookies });
    }
    const closed = completed.user.state !== 'active';
    return seeOther(closed ? '/account/deletion' : completed.returnTo, {
      cookies: [sessionCookieOf(services.config, completed.session), expireCookie('registration')],
    });
  },
});

function callbackOf({ url, cookie, header }: EndpointRequest): signIns.Callback {
  const only = (name: string) => {
    const all = url.searchParams.getAll(name);
    return all.length === 1 ? all[0] : undefined;
  };
  const repeated = ['state', 'code', 'error', 'iss'].some((name) => url.searchParams.getAll(name).length > 1);
  return {
    // Without a state no flow is found: a callback with a repeated parameter is nobody's.
    state: repeated ? undefined : only('state'),
    code: only('code'),
    error: only('error'),
    issuer: only('iss'),
    browser: cookie('browser'),
    browserName: browserName(header('user-agent')),
    held: parseSessionCookie(cookie('session')),
  };
}
