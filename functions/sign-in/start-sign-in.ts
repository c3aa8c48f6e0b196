import * as z from 'zod';
import { seeOther } from '../../shared/http/answers.ts';
import { setCookie } from '../../shared/http/cookies.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import { Problem } from '../../shared/problems.ts';
import { isSecret } from '../../shared/random.ts';
import { safeReturnTo } from '../../shared/sign-ins/return-to.ts';
import * as signIns from '../../shared/sign-ins/sign-ins.ts';

/** GET /sign-in — sends the browser to Microsoft. With `purpose=fresh` the person who is signed in proves again who they are. */
export const startSignIn = defineEndpoint({
  name: 'start-sign-in',
  method: 'GET',
  route: 'sign-in',
  surface: 'browser',
  summary: 'Begin a sign-in with Microsoft',
  caller: 'anyone',
  admitsClosed: true,
  limit: 'sign-in-start',
  query: z.object({ returnTo: z.string().optional(), purpose: z.enum(['fresh']).optional() }),
  answers: { 303: z.void() },
  problems: ['provider-failed', 'not-signed-in'],
  async handle(services, { caller, query, cookie }) {
    const signedIn = query.purpose === 'fresh' ? await caller.session() : undefined;
    if (query.purpose === 'fresh' && !signedIn) throw new Problem('not-signed-in');
    const held = cookie('browser');
    const browser = held !== undefined && isSecret(held) ? held : services.random.secret();
    const address = await signIns.begin(services, {
      browser,
      returnTo: safeReturnTo(query.returnTo, services.config),
      fresh: signedIn?.account.key,
    });
    return seeOther(address.href, { cookies: [setCookie('browser', browser)] });
  },
});
