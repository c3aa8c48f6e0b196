/** What a browser asks of the stand-in: the authorization endpoint, the pages' form, signing out. */
import { randomBytes } from 'node:crypto';
import { readAuthorizationRequest } from './authorization-request.ts';
import { accountPage, consentPage, faultPage, signedOutPage, verifyPage } from './pages.ts';
import {
  approveSecondStep,
  cancellation,
  chooseAccount,
  completion,
  giveConsent,
  silentRefusal,
  stepOf,
  takeSignedInAccount,
} from './sign-in-steps.ts';
import { type Flow, later, type Session, type State } from './state.ts';

const flowSeconds = 600;
const cookieName = 'stand_in_session';

export type Answer =
  | { readonly kind: 'page'; readonly status: number; readonly markup: string; readonly cookie?: string }
  | { readonly kind: 'redirect'; readonly to: string; readonly cookie?: string };

function sessionIdOf(cookies: string): string {
  return new RegExp(`(?:^|; )${cookieName}=([\\w-]+)`).exec(cookies)?.[1] ?? '';
}

function refusal(fault: string): Answer {
  return { kind: 'page', status: 400, markup: faultPage(fault) };
}

export function authorize(state: State, query: URLSearchParams, cookies: string): Answer {
  const read = readAuthorizationRequest(query, state.client);
  if (read.kind === 'page') return refusal(read.fault);
  if (read.kind === 'redirect') return { kind: 'redirect', to: read.to.href };

  const known = state.sessions.get(sessionIdOf(cookies));
  const session: Session = known ?? { id: randomBytes(24).toString('base64url'), signIns: new Map() };
  state.sessions.set(session.id, session);
  const id = randomBytes(24).toString('base64url');
  const flow: Flow = { id, session, request: read.request, expiresAt: later(state, flowSeconds), hasConsented: false };
  takeSignedInAccount(state, flow);
  const step = stepOf(state, flow);
  if (step !== 'done' && read.request.prompts.has('none'))
    return { kind: 'redirect', to: silentRefusal(flow, step).href };
  state.flows.set(id, flow);
  const answer = nextAnswer(state, flow);
  return known === undefined
    ? { ...answer, cookie: `${cookieName}=${session.id}; Path=/; HttpOnly; SameSite=Lax` }
    : answer;
}

/** On to the page of the next step, or back to the application. */
function nextAnswer(state: State, flow: Flow): Answer {
  if (stepOf(state, flow) !== 'done') return { kind: 'redirect', to: `/stand-in/sign-in?flow=${flow.id}` };
  state.flows.delete(flow.id);
  return { kind: 'redirect', to: completion(state, flow).href };
}

/** The flow of this browser and no other's. */
function flowOf(state: State, id: string, cookies: string): Flow | undefined {
  const flow = state.flows.get(id);
  return flow !== undefined && flow.session.id === sessionIdOf(cookies) && flow.expiresAt > state.clock()
    ? flow
    : undefined;
}

const noFlow = 'This sign-in is over, or it was begun in another browser.';

export function showStep(state: State, query: URLSearchParams, cookies: string): Answer {
  const flow = flowOf(state, query.get('flow') ?? '', cookies);
  if (flow === undefined) return refusal(noFlow);
  const { person } = flow;
  const step = stepOf(state, flow);
  if (person === undefined) return { kind: 'page', status: 200, markup: accountPage(flow, state.people) };
  const markup = step === 'verify' ? verifyPage(flow, person) : consentPage(flow, person);
  return { kind: 'page', status: 200, markup };
}

export function takeStep(state: State, form: URLSearchParams, cookies: string): Answer {
  const flow = flowOf(state, form.get('flow') ?? '', cookies);
  if (flow === undefined) return refusal(noFlow);
  const step = stepOf(state, flow);
  const action = form.get('action');
  if (action === 'cancel') {
    state.flows.delete(flow.id);
    return { kind: 'redirect', to: cancellation(flow).href };
  }
  if (form.get('step') === step) {
    const person = state.people.find(({ objectId }) => objectId === form.get('account'));
    if (step === 'account' && person !== undefined) chooseAccount(state, flow, person);
    else if (step === 'verify' && action === 'approve') approveSecondStep(state, flow);
    else if (step === 'consent' && action === 'accept') giveConsent(state, flow);
  }
  return nextAnswer(state, flow);
}

export function signOut(state: State, cookies: string): Answer {
  state.sessions.delete(sessionIdOf(cookies));
  return {
    kind: 'page',
    status: 200,
    markup: signedOutPage(),
    cookie: `${cookieName}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax`,
  };
}
