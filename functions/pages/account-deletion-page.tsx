import * as z from 'zod/mini';
import type { LivingAccount } from '../../shared/accounts/account.ts';
import { ownAccount } from '../../shared/deletions/leaving.ts';
import { requestOwn } from '../../shared/deletions/request.ts';
import { restore } from '../../shared/deletions/restore.ts';
import { expireCookie } from '../../shared/http/cookies.ts';
import { DeletionBody } from '../deletion-view.ts';
import { defineAct, definePage } from './parts/page.tsx';
import { headingOf, WayOut, wayOutData } from './parts/way-out.tsx';

const path = '/account/deletion';
const heading = (account: LivingAccount) => headingOf(account, 'your account', 'Your account');

/** GET, POST /account/deletion — the way out; for a closed account, all there is: when it goes, and the way back. */
export const accountDeletionPage = definePage({
  name: 'account-deletion',
  route: 'account/deletion',
  caller: 'session',
  admitsClosed: true,
  problems: ['account-closed', 'fresh-sign-in-needed', 'wrong-name', 'plan-changed', 'deletion-blocked'],
  acts: {
    delete: defineAct('session', {
      fields: DeletionBody,
      async run(services, { caller }, confirmation) {
        await requestOwn(services, caller, confirmation);
        return { to: '/', notice: 'account-closed', cookies: [expireCookie('session')] };
      },
    }),
    restore: defineAct('session', {
      fields: z.strictObject({}),
      async run(services, { caller }) {
        await restore(services, ownAccount(services, caller));
        return { to: '/account', notice: 'account-restored' };
      },
    }),
  },
  load: async (services, { caller }) => ({ show: await wayOutData(services, caller, caller.account, path) }),
  title: ({ account }) => heading(account),
  view: (data, form) => (
    <>
      <h1>{heading(data.account)}</h1>
      {data.account.state === 'active' && (
        <p>
          <a href="/account">Back to your account</a>
        </p>
      )}
      <WayOut data={data} form={form} />
    </>
  ),
});
