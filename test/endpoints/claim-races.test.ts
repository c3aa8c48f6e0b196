import { expect, test } from 'vitest';
import { integrityFaults } from '../support/integrity-faults.ts';
import { lookAlikes, oneIdentity, oneName } from '../support/races/claims.ts';
import { race } from '../support/races/race.ts';
import { twoProcesses } from '../support/races/two-processes.ts';

/** Make the `create` of `transactionAction` an `upsert`, and both are told 201. */
test('a name that two people want at the same moment goes to one of them', async () => {
  const site = await twoProcesses(1);
  expect(await race(oneName(site, 200, 'Pair'))).toHaveLength(200);
  expect(await integrityFaults(site)).toEqual([]);
});

/** Delete `ruleOut` in `resolve` of `identity-pointers.ts`, and some people have two accounts. */
test('one identity, two tabs, two names: one account', async () => {
  const site = await twoProcesses(2);
  expect(await race(oneIdentity(site, 200, 'Tabs'))).toHaveLength(200);
  expect(await integrityFaults(site)).toEqual([]);
});

/** Delete the last `.replace` of `nameKey`, and several people get names that nobody can tell apart. */
test('of fifty look-alike names claimed at the same moment, one is given out', async () => {
  const site = await twoProcesses(3);
  expect(await race(lookAlikes(site, 5))).toHaveLength(5);
  expect(await integrityFaults(site)).toEqual([]);
});
