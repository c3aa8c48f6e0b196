import type { AuthorizationResponse, IdentityProvider, ProvenSignIn } from '../../shared/identity/identity-provider.ts';
import { ProviderFault } from '../../shared/identity/identity-provider.ts';
import { openIdProvider } from '../../shared/identity/openid-provider.ts';
import { type TestClock, testClock } from './clock.ts';
import { testConfig } from './config.ts';
import { type ForgingProvider, forgingProvider } from './forging-provider.ts';
import type { Forgery } from './token-forge.ts';

export const origin = 'https://login.example.com';
const nonce = 'the nonce';

export type Endpoint = 'metadata' | 'token' | 'keys';
type Answer = (signal: AbortSignal) => Response | Promise<Response>;

/** The real `openIdProvider` over a literal `fetch`: what it asks is kept, what it is answered can be set. */
export interface LiteralProvider extends ForgingProvider {
  readonly clock: TestClock;
  readonly provider: IdentityProvider;
  /** Asked so far, in order. */
  readonly asked: Asked[];
  readonly answers: Record<Endpoint, Answer>;
  /** How often this was asked. */
  count(endpoint: Endpoint): number;
  /** A sign-in whose token is forged so. */
  redeem(forgery?: Forgery, response?: Partial<AuthorizationResponse>, fresh?: boolean): Promise<ProvenSignIn>;
  /** The reason for which that sign-in is refused; `accepted` when it is not. */
  reason(forgery?: Forgery, response?: Partial<AuthorizationResponse>): Promise<string>;
}

export interface Asked {
  readonly endpoint: Endpoint;
  readonly url: string;
  readonly init: RequestInit;
}

export interface LiteralOptions {
  readonly settings?: Readonly<Record<string, string | undefined>>;
  readonly budgetMilliseconds?: number;
  /** Goes over the metadata. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

export function literalProvider(options: LiteralOptions = {}): LiteralProvider {
  const clock = testClock();
  const forging = forgingProvider(origin, clock);
  const config = testConfig({ IDENTITY_AUTHORITY: forging.authority, ...options.settings });
  const asked: Asked[] = [];
  const answers: Record<Endpoint, Answer> = {
    metadata: () => Response.json({ ...forging.metadata(), ...options.metadata }),
    token: () => Response.json(forging.tokenAnswer(nonce)),
    keys: () => Response.json(forging.keySet()),
  };
  const fetch = async (input: string | URL | Request, init: RequestInit = {}) => {
    const url = String(input);
    const endpoint = endpointOf(url);
    asked.push({ endpoint, url, init });
    init.signal?.throwIfAborted();
    return await answers[endpoint](init.signal ?? AbortSignal.abort());
  };
  const provider = openIdProvider(config, clock, {
    fetch,
    ...(options.budgetMilliseconds !== undefined && { budgetMilliseconds: options.budgetMilliseconds }),
  });
  const honest = { code: 'the code', issuer: undefined, codeVerifier: 'the verifier', nonce };
  const self: LiteralProvider = {
    ...forging,
    clock,
    provider,
    asked,
    answers,
    count: (endpoint) => asked.filter((one) => one.endpoint === endpoint).length,
    redeem(forgery, response, fresh = false) {
      if (forgery) answers.token = () => Response.json(forging.tokenAnswer(nonce, forgery));
      return provider.redeem({ ...honest, ...response }, { fresh });
    },
    reason: (forgery, response) => reasonOf(self.redeem(forgery, response)),
  };
  return self;
}

/** Why the provider was not believed; `accepted` when it was. Anything but a `ProviderFault` is a defect and thrown. */
export async function reasonOf(outcome: Promise<unknown>): Promise<string> {
  try {
    await outcome;
    return 'accepted';
  } catch (error) {
    if (!(error instanceof ProviderFault)) throw error;
    return error.reason;
  }
}

/** An answer that never comes: it ends with the caller's patience. */
export function silence(signal: AbortSignal): Promise<Response> {
  const { promise, reject } = Promise.withResolvers<Response>();
  const giveUp = () => reject(signal.reason);
  if (signal.aborted) giveUp();
  else signal.addEventListener('abort', giveUp);
  return promise;
}

function endpointOf(url: string): Endpoint {
  if (url.includes('/.well-known/')) return 'metadata';
  return url.includes('/discovery/') ? 'keys' : 'token';
}
