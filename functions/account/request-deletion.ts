import { requestOwn } from '../../shared/deletions/request.ts';
import { accepted } from '../../shared/http/answers.ts';
import { expireCookie } from '../../shared/http/cookies.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import { ClosedView, closedView, DeletionBody } from '../deletion-view.ts';

/** POST /api/account/deletion — closes one's account and ends every session, this one too; purged after the grace. */
export const requestDeletion = defineEndpoint({
  name: 'request-deletion',
  method: 'POST',
  route: 'api/account/deletion',
  surface: 'api',
  summary: 'Delete one’s account',
  caller: 'fresh-session',
  admitsClosed: true,
  hasBegun: (_services, { account }) => account.value.state !== 'active',
  body: DeletionBody,
  answers: { 202: ClosedView },
  problems: ['account-closed', 'wrong-name', 'plan-changed', 'deletion-blocked'],
  async handle(services, { caller, body }) {
    const closed = await requestOwn(services, caller, body);
    return accepted(closedView(closed), { cookies: [expireCookie('session')] });
  },
});
