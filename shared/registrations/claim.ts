import { holderIn, rootRow, type Stored, type User } from '../accounts/account.ts';
import * as accounts from '../accounts/accounts.ts';
import * as pointers from '../accounts/identity-pointers.ts';
import { actionsOf, type Change } from '../audit/commit.ts';
import { decisionTries } from '../audit/decide.ts';
import { newOperation, type OperationId } from '../audit/operation.ts';
import { later, minute } from '../clock.ts';
import type { AccountName } from '../names/account-name.ts';
import { type NameKey, nameKey } from '../names/name-key.ts';
import { nameTaken, refuseReserved } from '../names/refused-names.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import type { SessionToken } from '../sessions/session.ts';
import * as sessions from '../sessions/sessions.ts';
import { outcomeOf, Unanswered } from '../storage/tables.ts';
import type { Registration } from './registration.ts';

/** For how long after registering the same claim is answered as the first one was, with a session. */
const repeatMinutes = 10;

export interface Claimed {
  /** `repeated`: the account was already there, made by this person for this name a moment ago. */
  readonly outcome: 'created' | 'repeated';
  readonly username: AccountName;
  readonly session: SessionToken;
}

/** Where a claim comes from: the browser, and the session that the browser brought along, which ends. */
export interface ClaimOrigin {
  readonly browser: string;
  readonly held: SessionToken | undefined;
}

/**
 * Gives `name` to the person behind `registration`.
 *
 * The identity points to the name before the name exists, so a crash in between leaves a pointer that does not count
 * (the account it names does not list it). Claiming the same name again completes it; for another name the first
 * attempt is ruled out before the pointer is swapped. The registration stays until it expires, so that a lost answer
 * can be asked for again.
 *
 * Source: DESIGN 5, "Claim a username".
 * @throws Problem `name-reserved`; `name-taken` when another account, living or retired, holds a name that looks like
 *   it; `already-registered` when this person already has an account.
 */
export async function claim(
  services: Services,
  registration: Registration,
  name: AccountName,
  origin: ClaimOrigin,
): Promise<Claimed> {
  refuseReserved(name);
  const attempt: Attempt = {
    services,
    registration,
    name,
    key: nameKey(name),
    origin,
    session: sessions.newSession(services, {
      identity: registration.identity,
      authenticatedAt: registration.authenticatedAt,
      browser: origin.browser,
    }),
  };
  let voided: OperationId | undefined;
  for (let tries = 0; tries < decisionTries; tries += 1) {
    const announced = await announce(attempt, voided);
    const claimed = typeof announced === 'string' ? await insertAccount(attempt, announced) : announced;
    if ('voided' in claimed) {
      voided = claimed.voided;
      continue;
    }
    if (claimed.outcome === 'created' && origin.held) await sessions.end(services, origin.held);
    services.log('info', 'claim', { outcome: claimed.outcome });
    return claimed;
  }
  throw busy();
}

/** One person's claim of one name, with the session that the new account is born with. */
interface Attempt {
  readonly services: Services;
  readonly registration: Registration;
  readonly name: AccountName;
  readonly key: NameKey;
  readonly origin: ClaimOrigin;
  readonly session: sessions.NewSession;
}

/**
 * Lets the identity point to the name. Answers the operation id under which the account may be inserted, or what was
 * claimed when the person turns out to be registered. `voided` is an operation already known never to commit.
 */
async function announce(attempt: Attempt, voided: OperationId | undefined): Promise<OperationId | Claimed> {
  const { services, registration, key } = attempt;
  const operation = newOperation(services);
  const pointer = { nameKey: key, operation, announces: 'claim', since: services.clock.now() } as const;
  let standing = await pointers.announce(services, registration.identity, pointer);
  for (let tries = 0; standing; tries += 1) {
    if (tries === decisionTries) throw busy();
    const earlier = await settle(attempt, standing.value, voided);
    if (earlier !== 'ruled-out') return earlier;
    standing = await pointers.announce(services, registration.identity, pointer, standing);
  }
  return operation;
}

/**
 * What a pointer in the way comes to: the person is registered; or an unfinished claim of this name, to continue; or
 * one that can no longer commit, whose pointer may be swapped.
 */
async function settle(
  attempt: Attempt,
  earlier: pointers.IdentityPointer,
  voided: OperationId | undefined,
): Promise<OperationId | Claimed | 'ruled-out'> {
  const { services, registration, name, key } = attempt;
  const root = await accounts.read(services, earlier.nameKey);
  const held = holderIn(root, registration.identity);
  if (held) return await reopen(attempt, held);
  if (earlier.nameKey === key) {
    if (root) throw nameTaken(name);
    return earlier.operation === voided ? 'ruled-out' : earlier.operation;
  }
  const holder = await pointers.resolve(services, registration.identity, earlier, root);
  return holder === 'ruled-out' ? holder : await reopen(attempt, holder);
}

/** An operation that was ruled out before it could commit, and never will. */
interface Voided {
  readonly voided: OperationId;
}

/** Inserts the account with its first session. */
async function insertAccount(attempt: Attempt, operation: OperationId): Promise<Claimed | Voided> {
  const { services, registration, name, key, session, origin } = attempt;
  const now = services.clock.now();
  const user: User = {
    kind: 'user',
    name,
    state: 'active',
    createdAt: now,
    operation,
    identities: [
      { key: registration.identity, kind: registration.identityKind, label: registration.label, since: now },
    ],
    sessions: [session.record],
  };
  const created: Claimed = { outcome: 'created', username: name, session: { account: key, secret: session.secret } };
  const change: Change = {
    table: 'accounts',
    partition: key,
    operation,
    root: { kind: 'insert', row: rootRow(user) },
    entry: { event: 'user:register', actor: name, at: now, browser: origin.browser, label: registration.label },
  };
  const outcome = await outcomeOf(services.tables.transact(change.table, actionsOf(change)));
  if (outcome === 'done') return created;

  // The root is the proof here: it says whether the claim, ours or an earlier try of the same person, stands.
  const root = await accounts.read(services, key);
  if (!root) {
    if (outcome instanceof Unanswered) throw outcome;
    return { voided: operation };
  }
  const held = holderIn(root, registration.identity);
  if (!held) throw nameTaken(name);
  if (held.value.sessions.some((one) => one.hash === session.record.hash)) return created;
  return await reopen(attempt, held);
}

/** The person has an account. The same claim repeated within ten minutes is answered with a session, as the first was. */
async function reopen(attempt: Attempt, root: Stored<User>): Promise<Claimed> {
  const { services, registration, name, origin } = attempt;
  const { value: user } = root;
  const isRecent = services.clock.now() < later(user.createdAt, repeatMinutes * minute);
  if (user.name !== name || user.state !== 'active' || !isRecent) {
    throw new Problem(
      'already-registered',
      `This Microsoft account already belongs to the user “${user.name}”. Sign in again to continue as ${user.name}.`,
      { extensions: { username: user.name } },
    );
  }
  const session = await sessions.open(
    services,
    root,
    {
      identity: registration.identity,
      authenticatedAt: registration.authenticatedAt,
      browser: origin.browser,
    },
    origin.held,
  );
  return { outcome: 'repeated', username: user.name, session };
}

function busy(): Problem {
  return new Problem('busy', 'This sign-in is registering from several places at once. Please try again.');
}
