import { Problem } from '../problems.ts';
import { hashOf } from '../random.ts';
import { parseRegistrationCookie } from '../registrations/registration.ts';
import * as registrations from '../registrations/registrations.ts';
import type { Services } from '../services.ts';
import { isFresh, parseSessionCookie } from '../sessions/session.ts';
import * as sessions from '../sessions/sessions.ts';
import type { Callers, Endpoint, EndpointRequest, PersonalCaller } from './endpoint.ts';
import { type RateLimits, tooMany } from './rate-limits.ts';

type ReadCookie = (name: 'session' | 'registration') => string | undefined;

/**
 * Who is calling, by the endpoint's rule. The subject comes from the cookie alone: platform headers such as
 * `x-ms-client-principal` mean nothing here. One point read, plus what `hasBegun` costs where the sign-in is not fresh.
 *
 * @throws Problem `not-signed-in`, `no-registration`, `account-closed`, `fresh-sign-in-needed`, `too-many-requests`
 */
export async function authenticate(
  services: Services,
  endpoint: Endpoint,
  caller: PersonalCaller,
  { cookie, params }: { readonly cookie: ReadCookie; readonly params: EndpointRequest['params'] },
  limits: RateLimits,
): Promise<Callers[PersonalCaller]> {
  switch (caller) {
    case 'anyone': {
      let asked: Promise<sessions.SignedIn | undefined> | undefined;
      return {
        session: () => {
          asked ??= sessionOf(services, cookie, limits);
          return asked;
        },
      };
    }
    case 'registration': {
      const token = parseRegistrationCookie(cookie('registration'));
      const registration = token && (await registrations.find(services, token));
      if (!registration) throw new Problem('no-registration');
      return registration;
    }
    case 'session':
      return admitted(await signedIn(services, cookie, limits), endpoint);
    case 'fresh-session': {
      const found = admitted(await signedIn(services, cookie, limits), endpoint);
      if (isFresh(found.session, services.clock.now())) return found;
      if (await endpoint.hasBegun?.(services, found, params)) return found;
      throw new Problem('fresh-sign-in-needed');
    }
  }
}

async function sessionOf(services: Services, cookie: ReadCookie, limits: RateLimits) {
  const token = parseSessionCookie(cookie('session'));
  if (!token) return undefined;
  const key = hashOf(token.secret);
  if (await limits.isExhausted(key)) throw tooMany();
  const found = await sessions.authenticate(services, token);
  if (found) await limits.bySession(key);
  return found;
}

async function signedIn(services: Services, cookie: ReadCookie, limits: RateLimits): Promise<sessions.SignedIn> {
  const found = await sessionOf(services, cookie, limits);
  if (!found) throw new Problem('not-signed-in');
  return found;
}

/** The session of an account on its way out may look, restore and sign out; all else is refused. */
function admitted(caller: sessions.SignedIn, endpoint: Endpoint): sessions.SignedIn {
  if (caller.account.value.state !== 'active' && !endpoint.admitsClosed) throw new Problem('account-closed');
  return caller;
}
