import { rootRow, type Stored, type User } from '../accounts/account.ts';
import * as accounts from '../accounts/accounts.ts';
import * as pointers from '../accounts/identity-pointers.ts';
import { auditKey } from '../audit/audit-entry.ts';
import { commit } from '../audit/commit.ts';
import { decisionTries } from '../audit/decide.ts';
import { newOperation, type OperationId } from '../audit/operation.ts';
import type { ProvenSignIn } from '../identity/identity-provider.ts';
import type { NameKey } from '../names/name-key.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import * as ownSessions from '../sessions/own-sessions.ts';

/** The most Microsoft accounts one user can have. */
export const mostIdentities = 3;

/** Who asked to link, before going to Microsoft. */
export interface Linking {
  readonly account: NameKey;
  /** The id of the session that asked. It must still be there when the person comes back. */
  readonly session: string;
  /** Such as `Firefox on Linux`. */
  readonly browser: string;
}

/**
 * Lets whoever just proved to be `person` sign in to the account from now on.
 *
 * The pointer is written first, even over one that already names this account: an unlinking that is still under way
 * removes the pointer it has read, and must not take this one. Then the root is swapped under the announced operation.
 * A pointer in the way that does not count is resolved first: a half-finished claim or link, or what an unlinking left.
 * A crash in between leaves a pointer that does not count; linking again goes on under its operation.
 *
 * Source: DESIGN 5, "Claim a username".
 * @returns `already` when it was linked before.
 * @throws Problem `identity-in-use` when another account lists the identity; `too-many-identities`; `account-closed`;
 *   `not-signed-in` when the session that asked has ended meanwhile.
 */
export async function link(services: Services, linking: Linking, person: ProvenSignIn): Promise<'linked' | 'already'> {
  const place = accounts.placeOf(services, linking.account);
  let operation: OperationId | undefined;
  for (let tries = 0; tries < decisionTries; tries += 1) {
    const account = userWhoLinks(services, linking, await place.readRoot());
    const { value: user, etag } = account;
    if (user.identities.some((one) => one.key === person.identity)) {
      // An unlinking that was given up must not come true after this answer.
      if (await place.confirm(account)) return 'already';
      continue;
    }
    // Before anything is announced: a link that is refused leaves no trace.
    if (user.identities.length >= mostIdentities) throw tooMany();
    operation ??= await announce(services, linking, person);
    if (operation === undefined) continue;
    const { identity: key, kind, label } = person;
    const now = services.clock.now();
    const linked = { ...user, identities: [...user.identities, { key, kind, label, since: now }] };
    const outcome = await commit(services.tables, {
      table: 'accounts',
      partition: linking.account,
      operation,
      root: { kind: 'replace', row: rootRow(linked), etag },
      entry: { event: 'user:identity:link', actor: user.name, at: now, browser: linking.browser, label },
    });
    if (outcome === 'committed') return 'linked';
    if (outcome === 'void') operation = undefined;
  }
  throw busy();
}

function userWhoLinks(services: Services, { session }: Linking, root: Stored | undefined): Stored<User> {
  const user = ownSessions.userOf(services, root, session);
  if (user.value.state !== 'active') throw new Problem('account-closed');
  return user;
}

/**
 * Lets the identity point to the account. Answers the operation under which the root may be written; undefined when
 * the account turns out to list the identity by now.
 */
async function announce(services: Services, linking: Linking, person: ProvenSignIn): Promise<OperationId | undefined> {
  const operation = newOperation(services);
  const pointer = { nameKey: linking.account, operation, announces: 'link', since: services.clock.now() } as const;
  let standing = await pointers.announce(services, person.identity, pointer);
  for (let tries = 0; standing; tries += 1) {
    if (tries === decisionTries) throw busy();
    const earlier = standing.value;
    if (await isUnfinished(services, linking, earlier)) return earlier.operation;
    const root = await accounts.read(services, earlier.nameKey);
    const holder = await pointers.resolve(services, person.identity, earlier, root);
    if (holder !== 'ruled-out' && holder.key === linking.account) return undefined;
    if (holder !== 'ruled-out') throw inUse(person);
    standing = await pointers.announce(services, person.identity, pointer, standing);
  }
  return operation;
}

/** Whether the pointer announces this very link, neither written nor ruled out: it then continues under its operation. */
async function isUnfinished(
  { tables }: Services,
  { account }: Linking,
  { announces, nameKey, operation }: pointers.IdentityPointer,
): Promise<boolean> {
  if (announces !== 'link' || nameKey !== account) return false;
  return (await tables.read('accounts', auditKey(account, operation))) === undefined;
}

function tooMany(): Problem {
  return new Problem(
    'too-many-identities',
    `Your account has ${mostIdentities} Microsoft accounts, and cannot have more. Unlink one before you add another.`,
  );
}

function inUse({ label }: ProvenSignIn): Problem {
  return new Problem(
    'identity-in-use',
    `The Microsoft account ${label} belongs to another user of this registry, and it can belong to one only. Choose another, or sign in with it and unlink it there.`,
  );
}

function busy(): Problem {
  return new Problem('busy', 'This Microsoft account is being linked from several places at once. Please try again.');
}
