import { retiredColumnNames, storedAccount, type User } from '../accounts/account.ts';
import * as pointers from '../accounts/identity-pointers.ts';
import { isAudit, isVoid } from '../audit/audit-entry.ts';
import { nameKey } from '../names/name-key.ts';
import { mostSessions } from '../sessions/session.ts';
import type { StoredRow } from '../storage/tables.ts';
import { type Check, type Finding, type Found, findingsOf, type PartitionRows, type ReadRow } from './finding.ts';
import { hasEntry } from './has-entry.ts';

/** What holds of every account partition: its root; of a user's also its identities, its sessions, its beginning. */
export const accountCheck: Check = {
  table: 'accounts',
  async check({ partition, rows }, read) {
    const found = findingsOf('accounts', partition);
    const rootRow = rows.find(({ row }) => row === 'account');
    if (!rootRow) {
      return rows
        .filter((row) => !isVoid(row))
        .map(({ row }) => found('I3', row, 'stands in a partition where no account is'));
    }
    const account = storedAccount(rootRow).value;
    const findings: Finding[] = [];
    if (nameKey(account.name) !== partition) {
      findings.push(found('I1', 'account', 'lies under another key than that of its name'));
    }
    if (account.state === 'retired') return [...findings, ...retiredFindings(rootRow, rows, found)];
    // While an account is being purged its rows go in any order, the root last.
    if (account.kind !== 'user' || account.state === 'purging') return findings;
    findings.push(...sessionFindings(account, found));
    findings.push(...originFindings(account, { partition, rows }, found));
    findings.push(...(await identityFindings(account, partition, read, found)));
    return findings;
  },
};

/** The name stays, and void rows, which say that something did not happen. */
function retiredFindings(root: StoredRow, rows: readonly StoredRow[], found: Found): Finding[] {
  return [
    ...Object.keys(root.columns)
      .filter((column) => !retiredColumnNames.includes(column))
      .map((column) => found('I5', 'account', `is retired and still has the column ${column}`)),
    ...rows
      .filter((row) => row !== root && !isVoid(row))
      .map(({ row }) => found('I5', row, 'stands beside an account that is retired')),
  ];
}

function sessionFindings({ sessions, identities }: User, found: Found): Finding[] {
  const findings: Finding[] = [];
  if (sessions.length > mostSessions) findings.push(found('I11', 'account', `has more than ${mostSessions} sessions`));
  if (new Set(sessions.map(({ hash }) => hash)).size < sessions.length) {
    findings.push(found('I11', 'account', 'has a session twice'));
  }
  if (sessions.some(({ identity }) => !identities.some(({ key }) => key === identity))) {
    findings.push(found('I11', 'account', 'has a session of an identity that is not its own'));
  }
  return findings;
}

/** The change that made the account has its entry, and there was one. */
function originFindings({ operation }: User, given: PartitionRows, found: Found): Finding[] {
  if (!hasEntry(given, operation)) return [found('I14', 'account', 'has no entry of its registration')];
  const registrations = given.rows.filter((row) => isAudit(row) && row.columns.event === 'user:register');
  return registrations.length === 1 ? [] : [found('I14', 'account', 'was registered more than once')];
}

async function identityFindings(user: User, partition: string, read: ReadRow, found: Found): Promise<Finding[]> {
  const standing = await Promise.all(
    user.identities.map(async ({ key }) => {
      const row = await read('identities', pointers.keyOf(key));
      return row !== undefined && pointers.storedPointer(row).value.nameKey === partition;
    }),
  );
  return standing.every(Boolean) ? [] : [found('I4', 'account', 'lists an identity whose pointer leads elsewhere')];
}
