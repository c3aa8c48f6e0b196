import { type LivingAccount, rootRow, type Stored } from '../accounts/account.ts';
import * as accounts from '../accounts/accounts.ts';
import { commit } from '../audit/commit.ts';
import { changedTooOften, decisionTries } from '../audit/decide.ts';
import { beginningOf, newOperation, type OperationId } from '../audit/operation.ts';
import type { NameKey } from '../names/name-key.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import * as ownSessions from '../sessions/own-sessions.ts';
import { sessionId } from '../sessions/session.ts';
import type { SignedIn } from '../sessions/sessions.ts';
import { advance } from './advance.ts';
import type { Blocker } from './blocker.ts';
import { type Deletion, eventOf, operationOf } from './deletion.ts';
import { announceDue } from './due.ts';
import { type Leaving, ownAccount, readAdmitted } from './leaving.ts';
import { planOf } from './plan.ts';

/** What a person confirms: the name, typed, and the hash of the plan that they were shown. */
export interface Confirmation {
  readonly name: string;
  readonly plan: string;
}

export interface Closed {
  readonly state: 'closed';
  readonly purgeAfter: Date;
}

/**
 * Leads an account out as far as closed, and answers only then. Asking again while it is on its way continues it, or
 * answers as the first time, whatever the plan and however fresh the sign-in.
 *
 * @throws Problem `wrong-name`, `fresh-sign-in-needed`, `plan-changed`, `deletion-blocked` with its blockers,
 *   `account-closed` while it is being restored; `busy` when it cannot be finished in time: repeated, it goes on.
 */
export async function request(services: Services, leaving: Leaving, confirmation: Confirmation): Promise<Closed> {
  const root = await readAdmitted(services, leaving, 'request', ({ state }) => state === 'closed');
  if (root.value.state === 'active' && !leaving.isFresh) throw new Problem('fresh-sign-in-needed');
  if (root.value.state === 'restoring') throw new Problem('account-closed');
  refuseWrongName(root.value, confirmation);
  const { state, purgeAfter } = root.value;
  if (state === 'closed' && purgeAfter !== undefined) return { state, purgeAfter };
  const id = root.value.deletion ?? (await begin(services, leaving, root, confirmation));
  const progress = await advance(services, leaving.key, id);
  if (progress.at === 'closed') return { state: 'closed', purgeAfter: progress.purgeAfter };
  const blockers = progress.blockers.length > 0 ? progress.blockers : await blockersNow(services, leaving.key);
  if (blockers.length > 0) throw blocked(root.value, blockers);
  throw new Problem(
    'plan-changed',
    `“${root.value.name}” was restored before it was closed. To delete it after all, look at the plan again.`,
  );
}

/** One's own account. Every session ends, including the one that asks, even where the account was already closed. */
export async function requestOwn(services: Services, caller: SignedIn, confirmation: Confirmation): Promise<Closed> {
  const closed = await request(services, ownAccount(services, caller), confirmation);
  if (caller.account.value.state === 'closed') await ownSessions.endOne(services, caller, sessionId(caller.session));
  return closed;
}

/** active → closing, by this request or by another that was faster. The row that wakes the timer comes first. */
async function begin(
  services: Services,
  leaving: Leaving,
  first: Stored<LivingAccount>,
  { plan }: Confirmation,
): Promise<OperationId> {
  const place = accounts.placeOf(services, first.key);
  let id = newOperation(services);
  let root = first;
  for (let tries = 0; tries < decisionTries; tries += 1) {
    const { value: account } = root;
    if (account.deletion !== undefined) return account.deletion;
    if (!leaving.isFresh) throw new Problem('fresh-sign-in-needed');
    const refusal = await refusalOf(services, root, plan);
    if (refusal === undefined) {
      const deletion: Deletion = { id, key: root.key, name: account.name };
      await announceDue(services, deletion, 'close', leaving.actor, beginningOf(id));
      const outcome = await commit(services.tables, {
        table: 'accounts',
        partition: root.key,
        operation: operationOf(deletion, 'request'),
        root: { kind: 'replace', row: rootRow({ ...account, state: 'closing', deletion: id }), etag: root.etag },
        entry: { event: eventOf(account, 'request'), actor: leaving.actor, at: services.clock.now() },
      });
      if (outcome === 'committed') {
        services.log('info', 'deletion', { was: 'active', state: 'closing' });
        return id;
      }
      if (outcome === 'void') id = newOperation(services);
    }
    // A plan rests on many rows, and is believed if the root is as it was before they were read; and an earlier request,
    // under a plan that was changed since, must not come true after this answer.
    if (refusal !== undefined && (await place.confirm(root))) throw refusal;
    root = await leaving.accountIn(await place.readRoot(), 'request');
  }
  throw changedTooOften();
}

/** What is in the way of an account that is open again: another process may have found it and restored the account. */
async function blockersNow(services: Services, key: NameKey): Promise<readonly Blocker[]> {
  const root = await accounts.read(services, key);
  const account = root?.value;
  if (!root || account?.state !== 'active') return [];
  return (await planOf(services, { ...root, value: account })).blockers;
}

/** First whether the plan has changed since, then whether something forbids it. */
async function refusalOf(services: Services, root: Stored<LivingAccount>, shown: string): Promise<Problem | undefined> {
  const { hash, blockers } = await planOf(services, root);
  if (hash !== shown) return new Problem('plan-changed');
  return blockers.length > 0 ? blocked(root.value, blockers) : undefined;
}

function refuseWrongName({ name, kind }: LivingAccount, typed: Confirmation): void {
  if (typed.name === name) return;
  const what = kind === 'user' ? 'your username' : 'the name of the organization';
  const detail = `That is not ${what}. Type it exactly as it is written: “${name}”.`;
  throw new Problem('wrong-name', detail, { errors: [{ pointer: '/name', detail }] });
}

function blocked({ name }: LivingAccount, blockers: readonly Blocker[]): Problem {
  return new Problem(
    'deletion-blocked',
    `“${name}” cannot be deleted yet. ${blockers.map(({ detail }) => detail).join(' ')}`,
    { extensions: { blockers } },
  );
}
