import { type Organization, rootRow, type Stored, type User } from '../accounts/account.ts';
import * as accounts from '../accounts/accounts.ts';
import { activeUser } from '../accounts/active-user.ts';
import { countOn, oneMore } from '../accounts/daily-count.ts';
import { auditKey, isVoid, storedEntry } from '../audit/audit-entry.ts';
import { decideAndCommit } from '../audit/decide.ts';
import type { OperationId } from '../audit/operation.ts';
import { later, minute } from '../clock.ts';
import { announce } from '../hints/announce.ts';
import type { AccountName } from '../names/account-name.ts';
import { type NameKey, nameKey } from '../names/name-key.ts';
import { nameTaken, refuseReserved } from '../names/refused-names.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import { memberKey, memberRow } from './member.ts';

/** How many organizations one user may begin to create. */
const mostADay = 5;
const mostInAll = 50;

/** For how long the same creation is answered as the first one was. */
const repeatMinutes = 10;

export interface Created {
  /** `repeated`: it was already there, made by the same user a moment ago. */
  readonly outcome: 'created' | 'repeated';
  readonly organization: Organization;
}

/**
 * A new organization with the caller as its first administrator.
 *
 * The creator's partition announces the membership before the name exists, counted against the creator's limits; then
 * root, first member and entry are one insert, which makes the name unique over users and organizations. A crash in
 * between leaves a hint that says nothing; creating the same name again goes on under its operation.
 *
 * Source: DESIGN 5, "Organization: create".
 * @throws Problem `name-reserved`, `name-taken`, `too-many-organizations`
 */
export async function create(services: Services, caller: Stored<User>, name: AccountName): Promise<Created> {
  refuseReserved(name);
  const key = nameKey(name);
  return await decideAndCommit<Stored, Created>(services, accounts.placeOf(services, key), async (standing, fresh) => {
    if (standing) return { result: await repeated(services, caller, standing, name), confirms: true };
    const operation = await announceMembership(services, caller, key, name, fresh);
    if (operation === 'stands') return 'again';
    const now = services.clock.now();
    const organization: Organization = {
      kind: 'organization',
      name,
      state: 'active',
      createdAt: now,
      operation,
      adminCount: 1,
      memberCount: 1,
      invitationCount: 0,
    };
    const creator = {
      name: caller.value.name,
      role: 'admin',
      joinedAt: now,
      joined: operation,
      granted: operation,
    } as const;
    return {
      operation,
      root: rootRow(organization),
      rows: [{ kind: 'insert', row: memberRow(memberKey(key, caller.key), creator) }],
      entry: { event: 'organization:create', actor: caller.value.name, at: now },
      result: { outcome: 'created', organization },
    };
  });
}

/** The name is held. If the same creation took it a moment ago, that counts as this one; the entry says who it was. */
async function repeated(
  { tables, clock }: Services,
  caller: Stored<User>,
  { key, value: account }: Stored,
  name: AccountName,
): Promise<Created> {
  if (
    account.state === 'active' &&
    account.kind === 'organization' &&
    account.name === name &&
    clock.now() < later(account.createdAt, repeatMinutes * minute)
  ) {
    const row = await tables.read('accounts', auditKey(key, account.operation));
    const entry = row && !isVoid(row) ? storedEntry(row) : undefined;
    if (entry?.event === 'organization:create' && entry.actor === caller.value.name) {
      return { outcome: 'repeated', organization: account };
    }
  }
  throw nameTaken(name);
}

async function announceMembership(
  services: Services,
  caller: Stored<User>,
  key: NameKey,
  name: AccountName,
  operation: OperationId,
): Promise<OperationId | 'stands'> {
  const now = services.clock.now();
  const wanted = {
    place: { holder: caller.key, kind: 'membership', about: key },
    announcement: { change: 'create', actor: caller.value.name, arguments: { name } },
    truth: { table: 'accounts', ...memberKey(key, caller.key) },
    root: caller,
    admit(root: Stored | undefined) {
      const user = activeUser(root);
      return {
        ...user,
        organizationsCreated: (user.organizationsCreated ?? 0) + 1,
        organizationsCreatedLately: oneMore(now, user.organizationsCreatedLately),
      };
    },
    limit: (root: Stored | undefined) => tooMany(activeUser(root), now),
  } as const;
  return await announce(services, wanted, operation);
}

function tooMany(user: User, now: Date): Problem | undefined {
  if ((user.organizationsCreated ?? 0) >= mostInAll) {
    return new Problem(
      'too-many-organizations',
      `You have created ${mostInAll} organizations, and nobody can create more. Ask somebody else to create this one and to invite you as an administrator.`,
    );
  }
  if (countOn(now, user.organizationsCreatedLately) >= mostADay) {
    return new Problem(
      'too-many-organizations',
      `You have created ${mostADay} organizations today, the most anybody may create in a day. Come back tomorrow (UTC).`,
    );
  }
  return undefined;
}
