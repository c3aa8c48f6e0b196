import type { Cookie } from '@azure/functions';
import type { JSX } from 'preact';
import * as z from 'zod/mini';
import { expireCookie, setCookie } from '../../../shared/http/cookies.ts';
import {
  type Answer,
  type Callers,
  defineEndpoint,
  type Endpoint,
  type EndpointRequest,
  type PersonalCaller,
} from '../../../shared/http/endpoint.ts';
import { parse } from '../../../shared/http/parse.ts';
import type { ChangingRight, ReadingRight } from '../../../shared/http/rights.ts';
import { Problem, type ProblemCode } from '../../../shared/problems.ts';
import type { Services } from '../../../shared/services.ts';
import { isFresh } from '../../../shared/sessions/session.ts';
import { documentOf } from './document.tsx';
import type { FormState } from './form.tsx';
import { Layout } from './layout.tsx';
import { type Notice, noticeText } from './notices.ts';
import { viewerOf } from './viewer.ts';

/** Where the browser goes after something was done, and what the page there says once. */
export interface Done {
  readonly to: string;
  readonly notice?: Notice;
  readonly cookies?: readonly Cookie[];
}

/** What a form of the page does. */
export interface Act<C extends PersonalCaller> {
  /** The rights it rests on. */
  readonly rights?: readonly ChangingRight[];
  /** The fields that refusals are about, if the form has several. */
  readonly refusals?: Readonly<Partial<Record<ProblemCode, string>>>;
  /** Refused when the sign-in is not fresh: a form of it stands inside `FreshOnly`. */
  readonly needsFresh?: true;
  /** `typed` is what the form sent. Throws a `Problem` where it is not of the act's shape. */
  run(services: Services, request: EndpointRequest<C>, typed: Readonly<Record<string, string>>): Promise<Done>;
}

/** Types an act's values by its fields, and its caller by the page's. */
export function defineAct<C extends PersonalCaller, F extends z.ZodMiniType>(
  _caller: C,
  {
    fields,
    run,
    ...act
  }: Omit<Act<C>, 'run'> & {
    readonly fields: F;
    run(services: Services, request: EndpointRequest<C>, values: z.output<F>): Promise<Done>;
  },
): Act<C> {
  return { ...act, run: (services, request, typed) => run(services, request, parse(fields, typed, '')) };
}

/** What a page shows, or that it moved. */
export type Loaded<D> = { readonly show: D } | { readonly redirect: string };

export interface PageDefinition<C extends PersonalCaller, D> {
  readonly name: string;
  readonly route: string;
  readonly caller: C;
  readonly admitsClosed?: true;
  /** The rights needed to see it. */
  readonly rights?: readonly ReadingRight[];
  readonly problems: readonly ProblemCode[];
  /** By name: the one that its `Form` carries. */
  readonly acts?: Readonly<Record<string, Act<C>>>;
  /** What the view needs. */
  load(services: Services, request: EndpointRequest<C>): Promise<Loaded<D>> | Loaded<D>;
  title(data: D): string;
  /** Where the browser goes on to by itself, at once: a form cannot lead to another origin, a page can. */
  leadsTo?(data: D): string | undefined;
  view(data: D, form: FormState): JSX.Element;
}

const html = 'text/html; charset=utf-8';
const formBody = z.record(z.string(), z.string());

/** What a person can correct in the form itself; anything else has a page of its own. */
const refusedStatuses = [400, 404, 409, 412, 422];

function isMendable({ status, code }: Problem): boolean {
  // Whoever has an account chooses no username: the form has nothing more to ask.
  return refusedStatuses.includes(status) && code !== 'already-registered';
}

/**
 * A page: load, act, view. Becomes a GET that shows it and, where it has acts, a POST that does one of them and leads
 * on. An act that is refused shows the page again with its status, what was typed, and what is wrong beside the field.
 */
export function definePage<const C extends PersonalCaller, D>(page: PageDefinition<C, D>): readonly Endpoint[] {
  const isOwn = page.route === '' || page.route.split('/')[0] === 'account';
  const show = async (
    services: Services,
    request: EndpointRequest<C>,
    form: FormState,
    status: number,
  ): Promise<Answer> => {
    const loaded = await page.load(services, request);
    if ('redirect' in loaded) return { status: 303, headers: { Location: loaded.redirect } };
    // Only one thing takes the focus. What was done before is said by the next page that was not refused.
    const notice = form.problem ? undefined : request.cookie('notice');
    const title = page.title(loaded.show);
    return {
      status,
      headers: { 'Content-Type': html },
      ...(notice !== undefined && { cookies: [expireCookie('notice')] }),
      body: documentOf(
        <Layout
          title={form.problem ? `Error: ${title}` : title}
          viewer={await viewerOf(services, request.caller, isOwn)}
          notice={noticeText(notice)}
          leadsTo={page.leadsTo?.(loaded.show)}
        >
          {page.view(loaded.show, form)}
        </Layout>,
      ),
    };
  };
  const common = {
    route: page.route,
    surface: 'browser',
    caller: page.caller,
    ...(page.admitsClosed && { admitsClosed: page.admitsClosed }),
    answers: { 200: z.string(), 303: z.void() },
    produces: html,
  } as const;

  const get = defineEndpoint({
    ...common,
    name: `show-${page.name}-page`,
    method: 'GET',
    ...(page.rights && { rights: page.rights }),
    summary: `The page ${page.name}`,
    problems: page.problems,
    handle: (services, request) => show(services, request as EndpointRequest<C>, {}, 200) as never,
  });
  if (!page.acts) return [get];

  const acts = page.acts;
  const rights = Object.values(acts).flatMap((act) => act.rights ?? []);
  const post = defineEndpoint({
    ...common,
    name: `submit-${page.name}-page`,
    method: 'POST',
    ...(rights.length > 0 && { rights }),
    summary: `The forms of the page ${page.name}`,
    body: formBody,
    bodyType: 'form',
    answers: { ...common.answers, ...Object.fromEntries(refusedStatuses.map((status) => [status, z.string()])) },
    problems: Object.values(acts).some(({ needsFresh }) => needsFresh)
      ? [...page.problems, 'fresh-sign-in-needed']
      : page.problems,
    async handle(services, given) {
      const request = given as unknown as EndpointRequest<C, Record<string, string>>;
      const { act: name = '', ...typed } = request.body;
      const act = Object.hasOwn(acts, name) ? acts[name] : undefined;
      if (!act) throw new Problem('invalid-request', 'This form is not known here. Please open the page again.');
      if (act.needsFresh) requireFresh(request.caller, services);
      try {
        return leadOn(await act.run(services, request, typed)) as never;
      } catch (error) {
        if (!(error instanceof Problem) || !isMendable(error)) throw error;
        const field = act.refusals?.[error.code];
        const form = { act: name, typed, problem: error, ...(field !== undefined && { field }) };
        try {
          return (await show(services, request, form, error.status)) as never;
        } catch (unseen) {
          // Somebody who may not see the page is told what was wrong with the request, as anywhere else.
          throw unseen instanceof Problem ? error : unseen;
        }
      }
    },
  });
  return [get, post];
}

function requireFresh(caller: Callers[PersonalCaller], { clock }: Services): void {
  const session = 'account' in caller ? caller.session : undefined;
  if (!session || !isFresh(session, clock.now())) throw new Problem('fresh-sign-in-needed');
}

/** 303, so that going back or reloading never repeats the act. */
function leadOn({ to, notice, cookies = [] }: Done): Answer {
  return {
    status: 303,
    headers: { Location: to },
    cookies: [...cookies, ...(notice ? [setCookie('notice', notice, 60)] : [])],
  };
}
