import * as z from 'zod/mini';
import type { LinkedIdentity } from '../../shared/accounts/account.ts';
import { expireCookie } from '../../shared/http/cookies.ts';
import { mostIdentities } from '../../shared/identities/link.ts';
import { unlink } from '../../shared/identities/unlink.ts';
import { isFresh } from '../../shared/sessions/session.ts';
import { AccountNav } from './parts/account-nav.tsx';
import { Form, Refusal } from './parts/form.tsx';
import { FreshOnly, freshSignIn } from './parts/fresh-only.tsx';
import { Day } from './parts/moment.tsx';
import { OneIdentity } from './parts/one-identity.tsx';
import { defineAct, definePage } from './parts/page.tsx';

const path = '/account/identities';
const linkPath = `/sign-in?purpose=link&returnTo=${path}`;

/** GET, POST /account/identities — the Microsoft accounts one can sign in with: add one, unlink one. */
export const identitiesPage = definePage({
  name: 'identities',
  route: 'account/identities',
  caller: 'session',
  problems: ['last-identity'],
  acts: {
    unlink: defineAct('session', {
      fields: z.strictObject({ id: z.string() }),
      needsFresh: true,
      async run(services, { caller }, { id }) {
        await unlink(services, caller, id);
        return id === caller.session.identity
          ? { to: '/', notice: 'identity-unlinked-here', cookies: [expireCookie('session')] }
          : { to: path, notice: 'identity-unlinked' };
      },
    }),
  },
  load: ({ clock }, { caller }) => ({
    show: {
      user: caller.account.value,
      signedInWith: caller.session.identity,
      isFresh: isFresh(caller.session, clock.now()),
    },
  }),
  title: () => 'Your Microsoft accounts',
  view: ({ user, signedInWith, isFresh }, form) => (
    <>
      <AccountNav at={path} />
      <h1>Your Microsoft accounts</h1>
      <Refusal form={form} />
      <p>
        Whoever can sign in to one of these can sign in as {user.name}. Protect each of them: turning two-step
        verification on or off for one changes nothing for the others.
      </p>
      {user.identities.length === 1 && <OneIdentity username={user.name} />}
      <ul class="cards">
        {user.identities.map((identity) => (
          <li key={identity.key}>
            <div>
              <strong>{identity.label}</strong>{' '}
              {identity.key === signedInWith && <span class="tag">used to sign in here</span>}
            </div>
            <span class="small" id={`identity-${identity.key}`}>
              {identity.kind === 'personal' ? 'Personal account' : 'Work or school account'}, since{' '}
              <Day of={identity.since} />
            </span>
            {user.identities.length > 1 && isFresh && <Unlink identity={identity} />}
          </li>
        ))}
      </ul>
      {user.identities.length > 1 && (
        <FreshOnly isFresh={isFresh} path={path} to="unlink one">
          <p class="small">Unlinking one ends every session that was opened with it.</p>
        </FreshOnly>
      )}
      <h2>Add another</h2>
      {user.identities.length < mostIdentities ? (
        <Add isFresh={isFresh} />
      ) : (
        <p>You have {mostIdentities}, and cannot have more. Unlink one before you add another.</p>
      )}
    </>
  ),
});

function Unlink({ identity }: { readonly identity: LinkedIdentity }) {
  return (
    <Form act="unlink" form={{}}>
      <input type="hidden" name="id" value={identity.key} />
      <button
        type="submit"
        class="danger"
        aria-label={`Unlink ${identity.label}`}
        // Masked, two may read alike.
        aria-describedby={`identity-${identity.key}`}
      >
        Unlink
      </button>
    </Form>
  );
}

function Add({ isFresh }: { readonly isFresh: boolean }) {
  return (
    <>
      <p>
        {isFresh
          ? 'You sign in at Microsoft with the account you want to add. '
          : 'You sign in at Microsoft twice: first with an account that is in the list, then with the one you want to add. '}
        It needs two-step verification, as every account here does, and must not belong to another user of this
        registry.
      </p>
      <p>
        <a class="button" href={isFresh ? linkPath : freshSignIn(linkPath)}>
          Add a Microsoft account
        </a>
      </p>
    </>
  );
}
