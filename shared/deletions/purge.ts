import { type LivingAccount, rootRow, type Stored } from '../accounts/account.ts';
import * as accounts from '../accounts/accounts.ts';
import * as pointers from '../accounts/identity-pointers.ts';
import { dayOf } from '../clock.ts';
import type { IdentityKey } from '../identity/identity-key.ts';
import type { NameKey } from '../names/name-key.ts';
import type { Services } from '../services.ts';
import { batchesOf, removeBatch } from '../storage/row-batches.ts';
import { rowsIn } from '../storage/rows-in.ts';
import type { Key, Tables } from '../storage/tables.ts';
import { type Deletion, deletionIn, operationOf } from './deletion.ts';
import { closeKey, forgetDue, purgeKey } from './due.ts';
import { takeOwnStep } from './own-step.ts';
import { visitAll } from './visits/visit.ts';

/** closed → purging, once the time to change one's mind has passed. From here nothing leads back. */
export async function beginPurge(services: Services, deletion: Deletion): Promise<void> {
  const to = (account: LivingAccount): LivingAccount => ({ ...account, state: 'purging' });
  await takeOwnStep(services, deletion, 'purge', { from: ['closed'], to });
}

/**
 * purging → retired. What the account holds elsewhere goes first, for its hints say where it is; then the ways from its
 * identities, which only the root names; then every other row of its partition; the root last, of which the name stays.
 * Whoever adds a row here swaps the root, signing out for instance: it is then not the root that was read before the rows
 * went, and they are removed again.
 *
 * Hints that others hold of an organization stay, for their readers to remove: its members may be thousands.
 */
export async function finishPurge(services: Services, deletion: Deletion): Promise<void> {
  await visitAll(services, deletion, 'gone');
  const root = await accounts.read(services, deletion.key);
  if (root?.value.state === 'purging' && root.value.kind === 'user') {
    await Promise.all(root.value.identities.map(({ key }) => removePointer(services, deletion.key, key)));
  }
  await removeRows(services, deletion.key);
  if (!(await retire(services, deletion, root))) return;
  await forgetDue(services, [closeKey(deletion), purgeKey(deletion)]);
}

/** Unless somebody else has it by now: registering with a freed identity swaps its pointer. */
async function removePointer(services: Services, account: NameKey, identity: IdentityKey): Promise<void> {
  const pointer = await pointers.read(services, identity);
  if (pointer?.value.nameKey !== account) return;
  const outcome = await services.tables.remove('identities', pointers.keyOf(identity), pointer.etag);
  if (outcome === 'changed') await removePointer(services, account, identity);
}

/** Everything in the partition but its root. A batch that another process was faster with is listed again. */
async function removeRows({ tables }: Services, key: NameKey): Promise<void> {
  for (let isEmpty = false; !isEmpty; ) {
    isEmpty = true;
    for await (const batch of batchesOf(rowsBesideRoot(tables, key))) {
      const done = await removeBatch(tables, 'accounts', batch);
      isEmpty &&= done;
    }
  }
}

async function* rowsBesideRoot(tables: Tables, partition: NameKey): AsyncGenerator<Key, void> {
  for await (const key of rowsIn(tables, 'accounts', { partition }, { select: [] })) {
    if (key.row !== 'account') yield key;
  }
}

/**
 * The operation in the row is the proof: there is no entry, for the history is gone.
 *
 * @returns false when the root is another by now.
 */
async function retire(services: Services, deletion: Deletion, root: Stored | undefined): Promise<boolean> {
  if (root?.value.state !== 'purging' || deletionIn(root)?.id !== deletion.id) return true;
  const { kind, name } = root.value;
  const retired = {
    kind,
    name,
    state: 'retired',
    retiredOn: dayOf(services.clock.now()),
    operation: operationOf(deletion, 'retire'),
  } as const;
  return (await services.tables.replace('accounts', rootRow(retired), root.etag)) === 'done';
}
