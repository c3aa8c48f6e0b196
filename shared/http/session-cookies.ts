import type { Cookie } from '@azure/functions';
import type { Config } from '../config.ts';
import { type RegistrationToken, registrationCookie } from '../registrations/registration.ts';
import { type SessionToken, sessionCookie } from '../sessions/session.ts';
import { setCookie } from './cookies.ts';

/** Cookies live as long as what they open may; the server decides before that. */
export function sessionCookieOf(config: Config, token: SessionToken): Cookie {
  return setCookie('session', sessionCookie(token), config.sessionLifetimeDays * 24 * 60 * 60);
}

export function registrationCookieOf(config: Config, token: RegistrationToken): Cookie {
  return setCookie('registration', registrationCookie(token), config.registrationLifetimeMinutes * 60);
}
