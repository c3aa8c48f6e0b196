import { createHash } from 'node:crypto';
import { holderIn, type Stored, type User } from '../accounts/account.ts';
import * as accounts from '../accounts/accounts.ts';
import * as pointers from '../accounts/identity-pointers.ts';
import { later, minute, second } from '../clock.ts';
import { type Linking, link } from '../identities/link.ts';
import { type ProvenSignIn, ProviderFault } from '../identity/identity-provider.ts';
import { toleranceSeconds } from '../identity/signed-token.ts';
import type { NameKey } from '../names/name-key.ts';
import { Problem, type ProblemCode } from '../problems.ts';
import { hashOf } from '../random.ts';
import type { RegistrationToken } from '../registrations/registration.ts';
import * as registrations from '../registrations/registrations.ts';
import type { Services } from '../services.ts';
import type { SessionToken } from '../sessions/session.ts';
import * as sessions from '../sessions/sessions.ts';
import { outcomeOf, Unanswered } from '../storage/tables.ts';
import { type Flow, flowBuckets, flowCodec, flowKey, flowMinutes, newState } from './flow.ts';

export interface SignInStart {
  /** Value of `__Host-browser`: the sign-in can only be completed by the browser that began it. */
  readonly browser: string;
  readonly returnTo: string;
  /** For an account that is signed in: its person proves again who they are, or adds an identity. Absent: anybody. */
  readonly asked?: { readonly purpose: 'fresh' | 'link'; readonly account: NameKey; readonly session: string };
}

/** Begins a sign-in. One storage request. @returns the address at the provider to send the browser to. */
export async function begin(services: Services, start: SignInStart): Promise<URL> {
  const { clock, random, provider, tables } = services;
  const now = clock.now();
  const expiresAt = later(now, flowMinutes * minute);
  const state = newState(flowBuckets.of(expiresAt), random.secret());
  const flow: Flow = {
    browser: hashOf(start.browser),
    nonce: random.secret(),
    verifier: random.secret(),
    purpose: 'sign-in',
    ...start.asked,
    returnTo: start.returnTo,
    createdAt: now,
    expiresAt,
  };
  // The provider first: without its metadata there is nothing to begin.
  const address = await believed(services, startPath(flow), () =>
    provider.authorizationUrl({
      state,
      nonce: flow.nonce,
      codeChallenge: createHash('sha256').update(flow.verifier).digest('base64url'),
      fresh: flow.purpose === 'fresh',
    }),
  );
  const key = flowKey(state);
  if (!key) throw new Error('A state of our own making has no key');
  await tables.insert('flows', { ...key, columns: flowCodec.encode(flow) });
  return address;
}

/** What the browser brought back from the provider, each parameter at most once. */
export interface Callback {
  readonly state: string | undefined;
  readonly code: string | undefined;
  readonly error: string | undefined;
  readonly issuer: string | undefined;
  /** Value of `__Host-browser`. */
  readonly browser: string | undefined;
  /** Such as `Firefox on Linux`. */
  readonly browserName: string;
  /** The session this browser held, which ends with a sign-in. */
  readonly held: SessionToken | undefined;
}

export type Completed =
  | { readonly kind: 'signed-in'; readonly session: SessionToken; readonly user: User; readonly returnTo: string }
  | { readonly kind: 'linked'; readonly outcome: 'linked' | 'already'; readonly returnTo: string }
  | { readonly kind: 'unknown'; readonly registration: RegistrationToken };

/**
 * Completes a sign-in. The flow is consumed before the provider is asked, so the loser of a race never reaches it, and
 * a callback whose answer was lost is refused when replayed: the remedy is to sign in again.
 *
 * Source: DESIGN 5, "Sign in".
 * @throws Problem `sign-in-invalid`, `second-factor-missing`, `provider-failed`, `other-identity`, `fresh-sign-in-needed`,
 *   and what linking refuses.
 */
export async function complete(services: Services, callback: Callback): Promise<Completed> {
  const flow = await consume(services, callback);
  const person = await prove(services, callback, flow);
  if (flow.purpose === 'link') {
    const outcome = await link(services, linkingOf(flow, callback), person);
    services.log('info', 'sign-in', { outcome: 'linked', purpose: flow.purpose, account: person.kind });
    return { kind: 'linked', outcome, returnTo: flow.returnTo };
  }
  const account = await accountOf(services, person);
  if (flow.purpose === 'fresh' && account?.key !== flow.account) {
    throw refused(services, 'other-identity', 'other-identity', { retry: startPath(flow) });
  }
  if (!account) {
    if (callback.held) await sessions.end(services, callback.held);
    const registration = await registrations.begin(services, person, flow.returnTo);
    services.log('info', 'sign-in', { outcome: 'unknown', purpose: flow.purpose, account: person.kind });
    return { kind: 'unknown', registration };
  }
  const session = await sessions.open(
    services,
    account,
    { identity: person.identity, authenticatedAt: person.authenticatedAt, browser: callback.browserName },
    callback.held,
  );
  services.log('info', 'sign-in', { outcome: 'signed-in', purpose: flow.purpose, account: person.kind });
  return { kind: 'signed-in', session, user: account.value, returnTo: flow.returnTo };
}

/** Who asked to link, as the flow kept it; the browser is the one that both sign-ins were made with. */
function linkingOf({ account, session }: Flow, { browserName }: Callback): Linking {
  if (account === undefined || session === undefined) throw new Error('A flow for linking does not say who asked');
  return { account, session, browser: browserName };
}

/** Who came back from the provider: with a second factor, and freshly signed in where that was asked for. */
async function prove(services: Services, { code, error, issuer }: Callback, flow: Flow): Promise<ProvenSignIn> {
  const retry = startPath(flow);
  // An error wins over a code.
  if (error !== undefined || code === undefined) {
    throw refused(services, 'sign-in-invalid', error === undefined ? 'no-code' : 'provider-error', {
      retry,
      detail:
        error === 'access_denied'
          ? 'The sign-in was cancelled at Microsoft. Nothing was changed.'
          : 'Microsoft refused the sign-in. Nothing was changed; please try again.',
    });
  }
  const person = await believed(services, retry, () =>
    services.provider.redeem(
      { code, issuer, codeVerifier: flow.verifier, nonce: flow.nonce },
      { fresh: flow.purpose === 'fresh' },
    ),
  );
  if (!person.secondFactor) throw refused(services, 'second-factor-missing', 'second-factor-missing', { retry });
  if (flow.purpose === 'fresh' && !isFresh(person, flow)) {
    throw refused(services, 'fresh-sign-in-needed', 'not-fresh', {
      retry,
      detail:
        'Microsoft did not ask you to prove again who you are, so this sign-in is not fresh. Please try once more.',
    });
  }
  return person;
}

/** Where the same sign-in is begun again. */
function startPath({ purpose, returnTo }: Pick<Flow, 'purpose' | 'returnTo'>): string {
  const query = new URLSearchParams({ ...(purpose !== 'sign-in' && { purpose }), returnTo });
  return `/sign-in?${query}`;
}

/** Finds the flow of a callback and marks it used, for this browser and once. Two storage requests. */
async function consume(services: Services, { state, browser }: Callback): Promise<Flow> {
  const { tables, clock, random } = services;
  const key = state === undefined ? undefined : flowKey(state);
  const row = key && (await tables.read('flows', key));
  if (!row) throw refused(services, 'sign-in-invalid', 'unknown-flow');
  const flow = flowCodec.decode(row);
  if (clock.now() >= flow.expiresAt) throw refused(services, 'sign-in-invalid', 'expired-flow');
  // Foreign before used: a browser that did not begin the sign-in learns nothing about it, and uses nothing up.
  if (browser === undefined || hashOf(browser) !== flow.browser)
    throw refused(services, 'sign-in-invalid', 'foreign-browser');
  if (flow.consumedBy !== undefined) throw refused(services, 'sign-in-invalid', 'used-flow');

  const consumedBy = random.id();
  const used = { ...key, columns: flowCodec.encode({ ...flow, consumedBy }) };
  const outcome = await outcomeOf(tables.replace('flows', used, row.etag));
  if (outcome === 'done' || (await isConsumedBy(services, key, consumedBy))) return flow;
  if (outcome instanceof Unanswered) throw outcome;
  throw refused(services, 'sign-in-invalid', 'used-flow');
}

/** The SDK resends after a lost answer: a swap may be refused because its own first sending succeeded. */
async function isConsumedBy({ tables }: Services, key: { partition: string; row: string }, consumedBy: string) {
  const row = await tables.read('flows', key);
  return row !== undefined && flowCodec.decode(row).consumedBy === consumedBy;
}

/** The account this person may sign in to: the one the identity's pointer names, if it lists the identity. */
async function accountOf(services: Services, person: ProvenSignIn): Promise<Stored<User> | undefined> {
  const pointer = await pointers.read(services, person.identity);
  return pointer && holderIn(await accounts.read(services, pointer.value.nameKey), person.identity);
}

function isFresh(person: ProvenSignIn, flow: Flow): boolean {
  return (
    person.authenticatedAt !== undefined &&
    person.authenticatedAt.getTime() >= flow.createdAt.getTime() - toleranceSeconds * second
  );
}

/** A sign-in that is refused is one line in the log with its reason. */
function refused(
  services: Services,
  code: ProblemCode,
  reason: string,
  { detail, retry, cause }: { detail?: string; retry?: string; cause?: unknown } = {},
): Problem {
  services.log('warn', 'sign-in-refused', { problem: code, reason }, cause);
  return new Problem(code, detail, { ...(retry !== undefined && { retry }), cause });
}

/** What exactly the provider did wrong is for the log; a person sees that it was the provider, and how to try again. */
async function believed<T>(services: Services, retry: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof ProviderFault)) throw error;
    throw refused(services, 'provider-failed', error.reason, { retry, cause: error });
  }
}
