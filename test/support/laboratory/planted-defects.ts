/** A broken line of the product, and the tests that must notice. */
export interface PlantedDefect {
  readonly name: string;
  /** From the repository's root. */
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly line: string;
  readonly instead: string;
  readonly tests: readonly string[];
  /** Which of their titles; all if absent. */
  readonly titles?: string;
}

const registration = ['test/faults/registration.test.ts'];
const schedules = ['test/faults/random-schedules.test.ts'];
const races = ['test/endpoints/identity-races.test.ts'];
const sessions = ['test/faults/sign-in.test.ts'];
const sleepers = ['test/faults/deletion-sleepers.test.ts'];
const opposites = ['test/faults/opposites.test.ts'];
const submits = ['test/faults/double-submits.test.ts'];

/** What somebody could get wrong on a bad day. Each is planted in a run of its own, and the laboratory must see it. */
export const plantedDefects: readonly PlantedDefect[] = [
  {
    name: 'a refused change is not looked for',
    file: 'shared/audit/commit.ts',
    line: 'const proof = await tables.read(change.table, auditKey(change.partition, change.operation));',
    instead: 'const proof = undefined as never;',
    tests: sessions,
    titles: 'sign in survives',
  },
  {
    name: 'a name that is theirs is called taken',
    file: 'shared/registrations/claim.ts',
    line: 'if (!held) throw nameTaken(name);',
    instead: 'throw nameTaken(name);',
    tests: registration,
    titles: 'claim survives every single',
  },
  {
    name: 'an insert overwrites',
    file: 'shared/storage/azure-tables.ts',
    line: "return ['create', entityOf(action.row)];",
    instead: "return ['upsert', entityOf(action.row), 'Replace'];",
    tests: registration,
    titles: 'claim of a taken name',
  },
  {
    name: 'a change does not mind what changed meanwhile',
    file: 'shared/storage/azure-tables.ts',
    line: "return ['update', entityOf(action.row), 'Replace', { etag: action.etag }];",
    instead: "return ['update', entityOf(action.row), 'Replace', { etag: '*' }];",
    tests: [...races, ...schedules],
  },
  {
    name: 'the truth is written without its hint',
    file: 'shared/registrations/claim.ts',
    line: 'let standing = await pointers.announce(services, registration.identity, pointer);',
    instead: 'let standing = undefined as pointers.StoredPointer | undefined;',
    tests: registration,
    titles: 'claim survives every single',
  },
  {
    name: 'a change has no entry',
    file: 'shared/audit/commit.ts',
    line: 'return [change.root, ...(change.rows ?? []), insertAuditRow(change.partition, change.operation, change.entry)];',
    instead: 'return [change.root, ...(change.rows ?? [])];',
    tests: sessions,
    titles: 'sign in survives',
  },
  {
    name: 'an announced claim is not ruled out',
    file: 'shared/accounts/identity-pointers.ts',
    line: "if (announces === 'claim') return root === undefined;",
    instead: "if (announces === 'claim') return false;",
    tests: schedules,
  },
  {
    name: 'an announced link is not ruled out',
    file: 'shared/accounts/identity-pointers.ts',
    line: "return root?.value.kind === 'user' && root.value.state !== 'purging' && root.value.state !== 'retired';",
    instead: 'return false;',
    tests: races,
  },
  {
    name: 'an unlinking removes the pointer of a new link',
    file: 'shared/accounts/identity-pointers.ts',
    line: "tables.remove('identities', keyOf(identity), etag)",
    instead: "tables.remove('identities', keyOf(identity), etag && '*')",
    tests: races,
  },
  {
    name: 'a link goes on under an operation that was committed',
    file: 'shared/identities/link.ts',
    line: "return (await tables.read('accounts', auditKey(account, operation))) === undefined;",
    instead: 'return tables !== undefined;',
    tests: ['test/faults/settings.test.ts'],
    titles: 'link, unlinked before survives',
  },
  {
    name: 'a session outlives its identity',
    file: 'shared/identities/unlink.ts',
    line: 'sessions: user.sessions.filter((one) => one.identity !== key),',
    instead: 'sessions: user.sessions,',
    tests: ['test/faults/settings.test.ts'],
    titles: 'unlink what this browser',
  },
  {
    name: 'a void row is taken for an entry',
    file: 'shared/audit/audit-entry.ts',
    line: 'return row.columns.void === true;',
    instead: 'return row.columns.void === 1;',
    tests: ['test/units/integrity.test.ts', ...schedules],
  },
  {
    name: 'a callback is not used up',
    file: 'shared/sign-ins/sign-ins.ts',
    line: "if (flow.consumedBy !== undefined) throw refused(services, 'sign-in-invalid', 'used-flow');",
    instead: '',
    tests: ['test/endpoints/sign-in.test.ts'],
  },
  {
    name: 'the signature is not verified',
    file: 'shared/identity/signed-token.ts',
    line: "jwt.verify(token, key.publicKey, { algorithms: ['RS256'], ignoreExpiration: true, ignoreNotBefore: true });",
    instead: '',
    tests: ['test/faults/hostile-provider.test.ts'],
  },
  {
    name: 'any key may speak for any tenant',
    file: 'shared/identity/id-token.ts',
    line: 'if (key.issuer === undefined || filled(key.issuer) !== claims.iss) {',
    instead: 'if (Math.random() < 0) {',
    tests: ['test/faults/hostile-provider.test.ts'],
  },
  {
    name: 'the issuer’s template is not filled',
    file: 'shared/identity/id-token.ts',
    line: 'if (claims.iss !== filled(issuer))',
    instead: 'if (Math.random() < 0)',
    tests: ['test/faults/hostile-provider.test.ts'],
  },
  {
    name: 'clean-up takes what is alive',
    file: 'shared/storage/expiry-bucket.ts',
    line: 'return { of, overdueBelow: of };',
    instead: 'return { of, overdueBelow: (now) => of(new Date(now.getTime() + 6 * width)) };',
    tests: ['test/faults/timers.test.ts'],
    titles: 'clean up',
  },
  {
    name: 'a session outlives its end',
    file: 'shared/sessions/session.ts',
    line: 'return now < endOf(session, config);',
    instead: 'return true;',
    tests: ['test/endpoints/sign-in.test.ts'],
  },
  {
    name: 'a secret is stored as it is',
    file: 'shared/random.ts',
    line: "return createHash('sha256').update(secret, 'utf8').digest('base64url');",
    instead: 'return secret;',
    tests: sessions,
    titles: 'sign out survives',
  },
  {
    name: 'a process that slept writes on',
    file: 'shared/storage/request-budget.ts',
    line: 'if (clock.monotonic() >= scope.deadline) {',
    instead: 'if (Math.random() < 0) {',
    tests: ['test/units/request-budget.test.ts'],
  },
  {
    name: 'a fault of the laboratory reaches the caller as success',
    file: 'test/support/faults/faulty-process.ts',
    line: "additionalPolicies: [{ position: 'perRetry', policy }],",
    instead: "additionalPolicies: [{ position: 'perCall', policy }],",
    tests: ['test/units/table-simulator/faults.test.ts'],
  },
  {
    name: 'reading a name writes',
    file: 'functions/names/check-name.ts',
    line: "const name = params.name ?? '';",
    instead:
      "const name = params.name ?? ''; await services.tables.insert('flows', { partition: '0', row: services.random.id(), columns: {} });",
    tests: ['test/faults/malformed-strings.test.ts'],
  },
  {
    name: 'changes are taken from any site',
    file: 'shared/http/origin-check.ts',
    line: "if (!isOurs) throw new Problem('cross-origin');",
    instead: 'void isOurs;',
    tests: ['test/endpoints/sign-in.test.ts'],
  },
  {
    name: 'an owner is written without a hint',
    file: 'shared/packages/announce-ownership.ts',
    line: '  return await announce(',
    instead: '  if (holder) return operation;\n  return await announce(',
    tests: ['test/faults/packages.test.ts'],
    titles: 'register a package survives',
  },
  {
    name: 'the last owner can go',
    file: 'shared/packages/owners.ts',
    line: '  if (count < 1) {',
    instead: '  if (count < 0) {',
    tests: ['test/faults/package-schedules.test.ts'],
  },
  {
    name: 'an offer outlives the power of who made it',
    file: 'shared/packages/offer-limits.ts',
    line: 'return !isStillAdmin(seat, offer.granted);',
    instead: 'return seat === undefined;',
    tests: ['test/endpoints/package-offers.test.ts'],
  },
  {
    name: 'a closed organization still publishes',
    file: 'shared/packages/acting.ts',
    line: "root.value.state !== 'active' || !isSeated(member?.value))",
    instead: '!isSeated(member?.value))',
    tests: ['test/endpoints/packages.test.ts'],
  },
  {
    name: 'a sign-in passes for the registry',
    file: 'shared/identity/registry-token.ts',
    line: "Object.hasOwn(payload, 'nonce')",
    instead: 'false',
    tests: ['test/units/identity/registry-tokens.test.ts'],
  },
  {
    name: 'a role of the registry is not asked for',
    file: 'shared/http/authenticate-registry.ts',
    line: '  if (!wanted.some((role) => verified.roles.includes(role))) {',
    instead: '  if (wanted.length === 0) {',
    tests: ['test/endpoints/registry-tokens.test.ts'],
  },
  {
    name: 'a closer that slept suspends what is new',
    file: 'shared/deletions/visits/visit.ts',
    line: "      if (target === 'suspended' && items.length > 0 && !(await isClosing(services, deletion))) return [];",
    instead: '',
    tests: sleepers,
  },
  {
    name: 'a purge stops at a root that changed',
    file: 'shared/deletions/purge.ts',
    line: '  if (!(await retire(services, deletion, root))) return;',
    instead: '  await retire(services, deletion, root);',
    tests: sleepers,
    titles: 'a purge that met a sign-out and died 3',
  },
  {
    name: 'an answer that writes nothing lets the opposite come late',
    file: 'shared/audit/decide.ts',
    line: '  const isSettled = !confirms || !root || root.etag !== first?.etag || (await place.confirm(root));',
    instead: '  const isSettled = true;',
    tests: opposites,
  },
  {
    name: 'a name is given after its registration was forgotten',
    file: 'shared/registrations/registrations.ts',
    line: '  const isCalledOff = await callOffClaim(services, registration.value.identity);',
    instead: '  const isCalledOff = true || (await callOffClaim(services, registration.value.identity));',
    tests: opposites,
  },
  {
    name: 'a refusal lets the deletion that it refuses come late',
    file: 'shared/deletions/request.ts',
    line: 'if (refusal !== undefined && (await place.confirm(root))) throw refusal;',
    instead: 'if (refusal !== undefined) throw refusal;',
    tests: opposites,
    titles: 'be told that the plan',
  },
  {
    name: 'who was slower begins a deletion of their own',
    file: 'shared/deletions/request.ts',
    line: '    if (account.deletion !== undefined) return account.deletion;',
    instead: '',
    tests: submits,
  },
  {
    name: 'an identity still leads to an account that is retired',
    file: 'shared/deletions/purge.ts',
    line: `    await Promise.all(root.value.identities.map(({ key }) => removePointer(services, deletion.key, key)));
  }
  await removeRows(services, deletion.key);
  if (!(await retire(services, deletion, root))) return;`,
    instead: `  }
  await removeRows(services, deletion.key);
  if (!(await retire(services, deletion, root))) return;
  for (const { key } of (root?.value as { identities?: never[] }).identities ?? []) await removePointer(services, deletion.key, key);`,
    tests: ['test/faults/deletions.test.ts'],
    titles: 'purge an account survives every single',
  },
  {
    name: 'a restoring gives back what another deletion took',
    file: 'shared/deletions/visits/target.ts',
    line: "return target === 'counted' && suspended !== deletion;",
    instead: "return target === 'counted' && suspended === undefined;",
    tests: sleepers,
  },
  {
    name: 'a session that ended takes the account back',
    file: 'shared/deletions/own-step.ts',
    line: '    await admit?.(root);',
    instead: '',
    tests: sleepers,
    titles: 'a session that ended',
  },
  {
    name: 'a refused batch is not listed again',
    file: 'shared/deletions/purge.ts',
    line: '      isEmpty &&= done;',
    instead: '      isEmpty &&= done || true;',
    tests: ['test/faults/large-purges.test.ts'],
    titles: 'two processes',
  },
  {
    name: 'the timer forgets a deletion that may still begin',
    file: 'shared/deletions/advance-due.ts',
    line: "  if ((await ruleOut(services.tables, 'accounts', account, operation)) === 'ruled-out') return true;",
    instead: '  if (operation) return true;',
    tests: ['test/faults/deletions.test.ts'],
    titles: 'delete an organization survives every single',
  },
];
