import { retiredCodec, userCodec } from '../accounts/account.ts';
import * as pointers from '../accounts/identity-pointers.ts';
import { entryCodec, voidCodec } from '../audit/audit-entry.ts';
import * as history from '../audit/history.ts';
import { dueCodec } from '../deletions/due.ts';
import { registrationCodec } from '../registrations/registration.ts';
import { flowCodec } from '../sign-ins/flow.ts';
import { ours, rowsOf, type StoredRows, yours } from './stored-field.ts';
import { hintRows } from './stored-hints.ts';
import { organizationRows } from './stored-in-organizations.ts';
import { packageRows } from './stored-in-packages.ts';

/**
 * Everything this service stores, each column of each kind of row. The export, its schema and the privacy page are made
 * from this list. The compiler refuses a new column until it is described here; a new kind of row is refused by
 * `test/units/stored-rows.test.ts`.
 */
export const storedRows: readonly StoredRows[] = [
  rowsOf(userCodec, {
    table: 'accounts',
    name: 'account',
    title: 'Your account',
    keys: 'The key of your username',
    kept: ({ sessionLifetimeDays }) =>
      `Until you delete your account. A session ends after ${sessionLifetimeDays} days at most, and its entry goes the next time you sign in.`,
    find: async (_services, account) => [account.value],
    fields: {
      kind: yours('That you are a user, not an organization', 'Both own packages; this tells them apart'),
      name: yours('Your username', 'Everybody here knows you by it'),
      state: yours('Whether the account is active or on its way out', 'So that it can be left, and restored'),
      createdAt: yours('When you registered', 'Shown with your username'),
      operation: ours('The number of the change that registered you', 'To tell a repeated request from a second one'),
      identities: {
        key: yours('A hash of the Microsoft account’s tenant and number', 'To know you again when you sign in'),
        kind: yours('Whether it is a personal or a work account', 'To help you recognise it'),
        label: yours('Its address, masked: one letter and the domain', 'To help you recognise it'),
        since: yours('When it was added', 'To help you recognise it'),
      },
      sessions: {
        hash: ours('A hash of the secret in your browser’s cookie', 'To know the browser again'),
        identity: yours(
          'The hash of the Microsoft account you signed in with',
          'To end the session when it is unlinked',
        ),
        createdAt: yours('When you signed in', 'To end the session after its time, and for you to see'),
        seenAt: yours('When the browser was last seen, to the hour', 'To end the session when it is not used'),
        authenticatedAt: yours('When you last proved at Microsoft who you are', 'Some steps need a fresh proof'),
        browser: yours('The kind of browser, such as “Firefox on Linux”', 'To help you recognise it'),
      },
      organizationsCreated: yours('How many organizations you created', 'There is a limit'),
      organizationsCreatedLately: yours('How many on the last day you created one, and that day', 'There is a limit'),
      deletion: ours('The number of the deletion you asked for', 'To go on with it, and to take it back'),
      purgeAfter: yours('When your deleted account will be gone', 'So that you can restore it until then'),
    },
  }),

  rowsOf(pointers.pointerCodec, {
    table: 'identities',
    name: 'identityPointers',
    title: 'The way from a Microsoft account to your account',
    keys: 'A hash of the Microsoft account’s tenant and number',
    kept: () =>
      'As long as the Microsoft account is linked. One that was being registered, linked or unlinked when the service failed goes within ten weeks.',
    async find(services, { value }) {
      const found = await Promise.all(value.identities.map(({ key }) => pointers.read(services, key)));
      return found.filter((pointer) => pointer !== undefined).map((pointer) => pointer.value);
    },
    fields: {
      nameKey: yours('The key of your username', 'To find your account when you sign in'),
      operation: ours('The number of the change that made it', 'To complete a change that was interrupted'),
      announces: ours('Whether you registered or added it', 'To complete a change that was interrupted'),
      since: yours('When it was made', 'To find out what happened, should something go wrong'),
    },
  }),

  rowsOf(entryCodec, {
    table: 'accounts',
    name: 'history',
    title: 'The history of your account',
    keys: 'The key of your username, the time and a number',
    kept: () =>
      'Until you delete your account. Entries that name you in the history of an organization stay until it is deleted, those in the history of a package for ever.',
    find: ({ tables }, { key }) => history.whole(tables, 'accounts', key),
    fields: {
      event: yours('What was done', 'For you to see whether it was you'),
      actor: yours('Who did it', 'For you to see whether it was you'),
      at: yours('When', 'For you to see whether it was you'),
      whom: yours('To whom it was done', 'For you to see what it was'),
      role: yours('The role that was offered or given', 'For you to see what it was'),
      through: yours('For which owner of a package it was done', 'For the owners of that package to see'),
      browser: yours('The kind of browser, such as “Firefox on Linux”', 'For you to see whether it was yours'),
      label: yours('The masked label of the Microsoft account', 'For you to see whether it was yours'),
    },
  }),

  rowsOf(voidCodec, {
    table: 'accounts',
    name: 'ruledOut',
    title: 'A change that was begun and will never happen',
    keys: 'The key of a name, the time and a number',
    kept: () => 'As long as the name it lies under.',
    apart: 'It says that nothing happened, and nothing about anybody.',
    fields: {
      void: ours('That the change never happens', 'So that one that was given up cannot arrive late'),
    },
  }),

  rowsOf(retiredCodec, {
    table: 'accounts',
    name: 'retiredNames',
    title: 'A name whose account is gone',
    keys: 'The key of the name',
    kept: () => 'For ever.',
    apart: 'It is written when an account is gone for good; as long as you have one, there is none of yours.',
    fields: {
      kind: ours('Whether it was a user or an organization', 'To say what the name was'),
      name: ours('The name', 'It is never given to anybody else, so that nobody can pose as the one who left'),
      state: ours('That it is retired', 'So that nobody can register it'),
      retiredOn: ours('The day', 'To say since when'),
      operation: ours('The number of the change that retired it', 'To tell a repeated step from a second one'),
    },
  }),

  rowsOf(dueCodec, {
    table: 'deletions',
    name: 'deletionsUnderWay',
    title: 'Your account on its way out',
    keys: 'The five minutes it is due in, the key of your username and the number of the deletion',
    kept: () => 'Until the account is restored, or gone.',
    apart: 'It is written when an account is deleted; as long as yours is active, there is none of yours.',
    fields: {
      account: ours('The key of the account’s name', 'To find the account when it is due'),
      deletion: ours('The number of the deletion', 'To go on with this one, and with no other'),
      due: ours('Whether it is to be closed, restored or removed', 'To tell the rows apart'),
      actor: ours('The name of who asked for it', 'To find out what happened, should something go wrong'),
    },
  }),

  rowsOf(flowCodec, {
    table: 'flows',
    name: 'signInsUnderWay',
    title: 'A sign-in under way',
    keys: 'When it expires, and a hash of a random number that travels to Microsoft and back',
    kept: () => 'An hour, and at most half an hour more until it is cleared away.',
    apart: 'It belongs to a random number that only your browser has, not to an account.',
    fields: {
      browser: ours(
        'A hash of a random number in your browser’s cookie',
        'Only the browser that began can complete it',
      ),
      nonce: ours('A random number', 'So that Microsoft’s answer fits only this sign-in'),
      verifier: ours('A random number', 'So that nobody else can pick up Microsoft’s answer'),
      purpose: ours('Whether you sign in, prove who you are or add an account', 'To do what you asked for'),
      account: yours('The key of your username, where you were signed in', 'Only you can prove that it is you'),
      session: ours('The number of the session that asked', 'So that one that was ended adds nothing'),
      returnTo: yours('The page you were going to', 'To lead you there'),
      createdAt: yours('When it began', 'To see that the proof is fresh'),
      expiresAt: ours('When it expires', 'To clear it away'),
      consumedBy: ours('A number, once it is used', 'It works once'),
    },
  }),

  rowsOf(registrationCodec, {
    table: 'registrations',
    name: 'registrationsUnderWay',
    title: 'A registration under way',
    keys: 'When it expires, and a hash of the secret in your browser’s cookie',
    kept: ({ registrationLifetimeMinutes }) =>
      `${registrationLifetimeMinutes} minutes, and at most half an hour more until it is cleared away; or until you ask for it to be forgotten.`,
    apart: 'It belongs to a secret that only your browser has, and to somebody without an account.',
    fields: {
      identity: yours('A hash of the Microsoft account’s tenant and number', 'To register it with your username'),
      identityKind: yours('Whether it is a personal or a work account', 'To register it with your username'),
      label: yours('Its address, masked: one letter and the domain', 'To show you whom you signed in as'),
      authenticatedAt: yours('When you proved at Microsoft who you are', 'For the session you get when you register'),
      returnTo: yours('The page you were going to', 'To lead you there when you are registered'),
      expiresAt: yours('When it expires', 'To clear it away'),
    },
  }),

  ...organizationRows,
  ...packageRows,
  hintRows,
];
