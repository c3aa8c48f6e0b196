import type { Cookie } from '@azure/functions';
import type * as z from 'zod/mini';
import type { RegistryRole } from '../identity/registry-token.ts';
import type { ProblemCode } from '../problems.ts';
import type { PendingRegistration } from '../registrations/registrations.ts';
import type { Services } from '../services.ts';
import type { SignedIn } from '../sessions/sessions.ts';
import type { CookieName } from './cookies.ts';
import type { ChangingRight, ReadingRight } from './rights.ts';

/** The most bytes a body may have. */
export const bodyLimitBytes = 16 * 1024;

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Who may call, and what the handler then knows of them. */
export interface Callers {
  /** Everybody. The session is looked up only when asked for: it costs a storage request. */
  anyone: { session(): Promise<SignedIn | undefined> };
  registration: PendingRegistration;
  session: SignedIn;
  /** A session of somebody who proved who they are within the last ten minutes. */
  'fresh-session': SignedIn;
  /** The registry's backend by its own token; cookies are ignored. What it may do is in `roles` of the definition. */
  registry: { readonly roles: readonly RegistryRole[] };
}
export type Caller = keyof Callers;
/** Anybody who calls from a browser, known or not. */
export type PersonalCaller = Exclude<Caller, 'registry'>;

/** A method that changes something is guarded by a right to change: with a right to read it does not compile. */
type RightFor<M extends Method> = M extends 'GET' ? ReadingRight : ChangingRight;

type Shape = z.ZodMiniType | undefined;
type Parsed<S extends Shape> = S extends z.ZodMiniType ? z.output<S> : undefined;
type Answers = Readonly<Record<number, z.ZodMiniType>>;

export interface EndpointRequest<C extends Caller = Caller, B = unknown, Q = unknown> {
  readonly caller: Callers[C];
  readonly body: B;
  readonly query: Q;
  /** From the route, percent-decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** As the browser sent it; the origin in it is the host's, not `PUBLIC_ORIGIN`. */
  readonly url: URL;
  readonly method: string;
  readonly cookie: (name: CookieName) => string | undefined;
  readonly header: (name: string) => string | undefined;
  /** Names this request in logs and problems. */
  readonly id: string;
}

export interface Answer<S extends number = number, B = unknown> {
  readonly status: S;
  /** JSON, or text where the endpoint says what type it has. */
  readonly body?: B;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly Cookie[];
}

type AnswerOf<A extends Answers> = { [S in keyof A & number]: Answer<S, z.input<A[S]>> }[keyof A & number];

/** An endpoint as the lists, the pipeline, the OpenAPI document and the tests read it. Inert. */
export interface Endpoint<
  C extends Caller = Caller,
  B extends Shape = Shape,
  Q extends Shape = Shape,
  A extends Answers = Answers,
  M extends Method = Method,
> {
  readonly name: string;
  readonly method: M;
  /** Without a leading slash: `api/accounts/{name}`. */
  readonly route: string;
  /** Whether a program or a browser window asks: decides how problems look, and whether other origins may read. */
  readonly surface: 'api' | 'browser';
  readonly summary: string;
  readonly caller: C;
  /** The application roles that suffice: the token needs one of these. */
  readonly roles?: readonly RegistryRole[];
  /** The rights of the policy that it rests on. The caller needs one of them; the operation says which. */
  readonly rights?: readonly RightFor<M>[];
  /** The session of an account that is on its way out may call this. */
  readonly admitsClosed?: true;
  /**
   * Whether what the caller asks for has already begun: continuing needs no fresh sign-in, even under `fresh-session`.
   * Asked only about callers without one. A caller who may not know that it has begun is answered `false`.
   */
  readonly hasBegun?: (
    services: Services,
    caller: SignedIn,
    params: EndpointRequest['params'],
  ) => Promise<boolean> | boolean;
  readonly body?: B;
  /** What a browser's own form sends is `form`: application/x-www-form-urlencoded. */
  readonly bodyType?: 'json' | 'form';
  readonly query?: Q;
  /** Limits of its own, by address, beside the general one. */
  readonly limit?: 'sign-in-start' | 'name-check';
  /** Schemas of the answers' bodies by status; `z.void()` where there is none. */
  readonly answers: A;
  /** Media type of the answers when it is not JSON. */
  readonly produces?: string;
  /** Sent instead of `no-store`. */
  readonly cacheControl?: string;
  /** Refusals beyond those that follow from caller and body. An undeclared one is a fault. */
  readonly problems: readonly ProblemCode[];
  handle(services: Services, request: EndpointRequest<C, Parsed<B>, Parsed<Q>>): Promise<AnswerOf<A>> | AnswerOf<A>;
}

/** Gives a definition its types; the compiler refuses a missing caller and an answer that is not declared. */
export function defineEndpoint<
  const C extends PersonalCaller,
  const A extends Answers,
  const M extends Method,
  B extends Shape = undefined,
  Q extends Shape = undefined,
>(definition: Endpoint<C, B, Q, A, M>): Endpoint {
  // The pipeline hands over exactly what caller, body and query say: it reads them from the same definition.
  return definition as unknown as Endpoint;
}

/** The same for what the registry's backend asks; the compiler refuses one without a role. */
export function defineRegistryEndpoint<
  const A extends Answers,
  const M extends Method,
  B extends Shape = undefined,
  Q extends Shape = undefined,
>(
  definition: Omit<Endpoint<'registry', B, Q, A, M>, 'caller' | 'surface'> & {
    readonly roles: readonly [RegistryRole, ...RegistryRole[]];
  },
): Endpoint {
  return { ...definition, caller: 'registry', surface: 'api' } as unknown as Endpoint;
}
