/** The steps between an authorization request and its answer: account, second step, consent. */
import { randomBytes } from 'node:crypto';
import { errorRedirect } from './authorization-request.ts';
import type { Person } from './people.ts';
import { consentKey, type Flow, later, type SignIn, type State } from './state.ts';

/** RFC 6749 section 4.1.2 allows ten minutes at most; a service redeems at once. */
const codeSeconds = 60;

export type Step = 'account' | 'verify' | 'consent' | 'done';

export function stepOf(state: State, flow: Flow): Step {
  const { person, signIn, request } = flow;
  if (person === undefined || signIn === undefined) return 'account';
  if (request.asksSecondFactor && person.hasTwoSteps && !signIn.usedSecondStep) return 'verify';
  const isConsented = state.consents.has(consentKey(person, request)) && !request.prompts.has('consent');
  return isConsented || flow.hasConsented ? 'done' : 'consent';
}

/** A sign-in of this browser that the request accepts. */
function usableSignIn(state: State, flow: Flow, person: Person): SignIn | undefined {
  const signIn = flow.session.signIns.get(person.objectId);
  const { prompts, maxAgeSeconds } = flow.request;
  if (signIn === undefined || prompts.has('login')) return undefined;
  const ageSeconds = (state.clock().getTime() - signIn.authenticatedAt.getTime()) / 1000;
  return maxAgeSeconds !== undefined && ageSeconds >= maxAgeSeconds ? undefined : signIn;
}

/** Single sign-on: the only account signed in here is taken unless the request asks for a choice. */
export function takeSignedInAccount(state: State, flow: Flow): void {
  const signedIn = state.people.filter(({ objectId }) => flow.session.signIns.has(objectId));
  const [only] = signedIn;
  if (only === undefined || signedIn.length > 1 || flow.request.prompts.has('select_account')) return;
  if (usableSignIn(state, flow, only) !== undefined) chooseAccount(state, flow, only);
}

export function chooseAccount(state: State, flow: Flow, person: Person): void {
  flow.person = person;
  flow.signIn = usableSignIn(state, flow, person) ?? { authenticatedAt: state.clock(), usedSecondStep: false };
  if (stepOf(state, flow) !== 'verify') flow.session.signIns.set(person.objectId, flow.signIn);
}

export function approveSecondStep(state: State, flow: Flow): void {
  if (flow.person === undefined) return;
  flow.signIn = { authenticatedAt: state.clock(), usedSecondStep: true };
  flow.session.signIns.set(flow.person.objectId, flow.signIn);
}

export function giveConsent(state: State, flow: Flow): void {
  if (flow.person === undefined) return;
  flow.hasConsented = true;
  state.consents.add(consentKey(flow.person, flow.request));
}

/** Back to the client with a code. */
export function completion(
  state: State,
  { request, person, signIn }: Pick<Flow, 'request' | 'person' | 'signIn'>,
): URL {
  if (person === undefined || signIn === undefined) throw new Error('Nobody has signed in.');
  const code = randomBytes(32).toString('base64url');
  state.codes.set(code, { request, person, signIn, expiresAt: later(state, codeSeconds) });
  const to = new URL(request.redirectUri);
  to.searchParams.set('code', code);
  if (request.state !== undefined) to.searchParams.set('state', request.state);
  return to;
}

export function cancellation({ request }: Flow): URL {
  const description = 'AADSTS65004: The person cancelled the sign-in or declined to consent.';
  return errorRedirect(request.redirectUri, request.state, 'access_denied', description);
}

const silentRefusals = { account: 'login_required', verify: 'interaction_required', consent: 'consent_required' };

/** The answer to `prompt=none` when a page would be needed. */
export function silentRefusal({ request }: Flow, step: Exclude<Step, 'done'>): URL {
  return errorRedirect(request.redirectUri, request.state, silentRefusals[step], 'A page would have to be shown.');
}
