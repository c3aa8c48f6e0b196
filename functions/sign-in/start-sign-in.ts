import * as z from 'zod/mini';
import { seeOther } from '../../shared/http/answers.ts';
import { setCookie } from '../../shared/http/cookies.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import { Problem } from '../../shared/problems.ts';
import { isSecret } from '../../shared/random.ts';
import type { Services } from '../../shared/services.ts';
import { isFresh, sessionId } from '../../shared/sessions/session.ts';
import type { SignedIn } from '../../shared/sessions/sessions.ts';
import { safeReturnTo } from '../../shared/sign-ins/return-to.ts';
import * as signIns from '../../shared/sign-ins/sign-ins.ts';

/**
 * GET /sign-in — sends the browser to Microsoft. With `purpose=fresh` the person who is signed in proves again who they
 * are; with `purpose=link` they add a further Microsoft account, for which they must have signed in freshly.
 */
export const startSignIn = defineEndpoint({
  name: 'start-sign-in',
  method: 'GET',
  route: 'sign-in',
  surface: 'browser',
  summary: 'Begin a sign-in with Microsoft',
  caller: 'anyone',
  admitsClosed: true,
  limit: 'sign-in-start',
  query: z.object({ returnTo: z.optional(z.string()), purpose: z.optional(z.enum(['fresh', 'link'])) }),
  answers: { 303: z.void() },
  problems: ['provider-failed', 'not-signed-in', 'fresh-sign-in-needed', 'account-closed'],
  async handle(services, { caller, query, cookie }) {
    const { purpose } = query;
    const signedIn = purpose && (await caller.session());
    if (purpose && !signedIn) throw new Problem('not-signed-in');
    if (signedIn && purpose === 'link') refuseLinking(services, signedIn);
    const held = cookie('browser');
    const browser = held !== undefined && isSecret(held) ? held : services.random.secret();
    const address = await signIns.begin(services, {
      browser,
      returnTo: safeReturnTo(query.returnTo, services.config),
      ...(purpose &&
        signedIn && { asked: { purpose, account: signedIn.account.key, session: sessionId(signedIn.session) } }),
    });
    return seeOther(address.href, { cookies: [setCookie('browser', browser)] });
  },
});

/**
 * Checked before going to Microsoft as well as after. The limit is checked only afterwards: somebody who repeats a link
 * that already succeeded must be told so.
 */
function refuseLinking({ clock }: Services, { account, session }: SignedIn): void {
  if (account.value.state !== 'active') throw new Problem('account-closed');
  if (!isFresh(session, clock.now())) {
    throw new Problem(
      'fresh-sign-in-needed',
      'Before a Microsoft account is added, sign in again with one that you have: the last time was over ten minutes ago.',
    );
  }
}
