import * as z from 'zod/mini';
import { isHeldBy } from '../../shared/accounts/account.ts';
import { browserName } from '../../shared/http/browser-name.ts';
import { expireCookie } from '../../shared/http/cookies.ts';
import { sessionCookieOf } from '../../shared/http/session-cookies.ts';
import { AccountNameText, longestName } from '../../shared/names/account-name.ts';
import { claim } from '../../shared/registrations/claim.ts';
import * as registrations from '../../shared/registrations/registrations.ts';
import { parseSessionCookie } from '../../shared/sessions/session.ts';
import * as sessions from '../../shared/sessions/sessions.ts';
import { isOwnPath } from '../../shared/sign-ins/return-to.ts';
import { Form, type FormState, TextField } from './parts/form.tsx';
import { Moment } from './parts/moment.tsx';
import { defineAct, definePage } from './parts/page.tsx';

interface Registering {
  readonly label: string;
  readonly expiresAt: Date;
  readonly returnTo: string;
  /** Set once this person has the account and is signed in here. */
  readonly registeredAs: string | undefined;
}

/**
 * GET, POST /register — somebody who signed in and is not known yet chooses a username.
 *
 * A browser applies `form-action` to what a form is redirected to, so a form never ends at another origin. Somebody who
 * came from a registry's frontend is led back to this page, which says that all is done and leads on from there.
 */
export const registerPage = definePage({
  name: 'register',
  route: 'register',
  caller: 'registration',
  problems: ['invalid-name', 'name-taken', 'name-reserved', 'already-registered', 'sign-in-invalid'],
  acts: {
    claim: defineAct('registration', {
      fields: z.strictObject({ username: AccountNameText }),
      async run(services, { caller, cookie, header }, { username }) {
        const { session } = await claim(services, caller.value, username, {
          browser: browserName(header('user-agent')),
          held: parseSessionCookie(cookie('session')),
        });
        const { returnTo } = caller.value;
        const cookies = [sessionCookieOf(services.config, session)];
        return isOwnPath(returnTo) ? { to: returnTo, notice: 'registered', cookies } : { to: '/register', cookies };
      },
    }),
    forget: defineAct('registration', {
      fields: z.strictObject({}),
      async run(services, { caller }) {
        const outcome = await registrations.forget(services, caller);
        const notice = outcome === 'registered' ? 'registered-before' : 'registration-forgotten';
        return { to: '/', notice, cookies: [expireCookie('registration')] };
      },
    }),
  },
  async load(services, { caller, cookie }) {
    const { label, expiresAt, returnTo, identity } = caller.value;
    const token = parseSessionCookie(cookie('session'));
    const signedIn = token && (await sessions.authenticate(services, token));
    const registeredAs = isHeldBy(signedIn?.account.value, identity) ? signedIn?.account.value.name : undefined;
    return { show: { label, expiresAt, returnTo, registeredAs } };
  },
  title: ({ registeredAs }) => (registeredAs === undefined ? 'Choose a username' : 'Your account is ready'),
  leadsTo: ({ registeredAs, returnTo }) => (registeredAs === undefined || isOwnPath(returnTo) ? undefined : returnTo),
  view: (data, form) =>
    data.registeredAs === undefined ? <Choice {...data} form={form} /> : <Ready {...data} name={data.registeredAs} />,
});

function Choice({ label, expiresAt, form }: Registering & { readonly form: FormState }) {
  return (
    <>
      <h1>Choose a username</h1>
      <p>
        You signed in with Microsoft as <strong>{label}</strong>, and nobody is registered with that account yet.
      </p>
      <Form act="claim" form={form}>
        <TextField
          name="username"
          label="Username"
          autocomplete="username"
          maxLength={longestName}
          form={form}
          hint={
            <>
              3 to {longestName} letters A–Z and a–z, digits, and single dots, hyphens or underscores between them.
              Everybody will see it, exactly as you write it.
            </>
          }
        />
        <p class="important">A username is for ever: it cannot be changed later, and is never given to anybody else.</p>
        <button type="submit">Register</button>
      </Form>
      <h2>Not now?</h2>
      <p>
        Nothing is registered until you choose. Without a choice, what is known of this sign-in is removed after{' '}
        <Moment of={expiresAt} />; or at once, if you like.
      </p>
      <Form act="forget" form={form}>
        <button type="submit" class="quiet">
          Forget this sign-in
        </button>
      </Form>
    </>
  );
}

function Ready({ name, returnTo }: Registering & { readonly name: string }) {
  const place = isOwnPath(returnTo) ? 'your account' : new URL(returnTo).host;
  return (
    <>
      <h1>Your account is ready</h1>
      <p>
        You are registered and signed in as <strong>{name}</strong>.
      </p>
      <p>
        <a class="button" href={returnTo}>
          Continue to {place}
        </a>
      </p>
    </>
  );
}
