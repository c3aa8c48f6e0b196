import type { StoredEntity } from '../table-simulator/entity.ts';
import type { TableStore, Write } from '../table-simulator/table-store.ts';

/** Columns of a root that may change without an entry: they say when somebody was seen, not what was changed. */
const unrecorded = ['seenAt'];

/**
 * Watches every write that reaches the store: a root that is made or changed has exactly one audit row in the same
 * transaction, the last; an audit row never comes without its root. I14, where rows alone cannot show it. And when only the
 * name of an account stays, nothing else of it is there any more: later, a timer may have removed what was forgotten.
 *
 * @returns what was broken since, and stops nothing.
 */
export function watchRoots(store: TableStore): readonly string[] {
  const broken: string[] = [];
  const write = store.write.bind(store);
  store.write = (table, writes) => {
    const before = table === 'accounts' || table === 'packages' ? rootBefore(store, table, writes) : undefined;
    const tags = write(table, writes);
    if (table === 'accounts' || table === 'packages') broken.push(...faultsOf(table, writes, before));
    if (table === 'accounts') broken.push(...leftOfRetired(store, writes));
    return tags;
  };
  return broken;
}

const rootNames = ['account', 'package'];
const isRoot = (write: Write) => write.kind !== 'delete' && rootNames.includes(write.entity.RowKey);
const isEntry = (write: Write) =>
  write.kind === 'insert' && write.entity.RowKey.startsWith('audit:') && write.entity.void !== true;

function rootBefore(store: TableStore, table: string, writes: readonly Write[]): StoredEntity | undefined {
  const root = writes.find(isRoot);
  if (!root || root.kind === 'delete') return undefined;
  try {
    return store.read(table, root.entity.PartitionKey, root.entity.RowKey);
  } catch {
    return undefined;
  }
}

function faultsOf(table: string, writes: readonly Write[], before: StoredEntity | undefined): string[] {
  const entries = writes.filter(isEntry).length;
  const root = writes.find(isRoot);
  if (entries === 0) {
    // What remains of a name has no history: the operation in the row is the proof.
    if (root && root.kind !== 'delete' && root.entity.state === 'retired') return [];
    if (root && root.kind !== 'delete' && isChanged(before, root.entity))
      return [`${table}: a change without an entry`];
    const truths = writes.filter((write) => write.kind !== 'delete' && /^(member|owner):/.test(write.entity.RowKey));
    return truths.length > 0 ? [`${table}: a truth without an entry`] : [];
  }
  if (entries > 1) return [`${table}: ${entries} entries in one change`];
  const [first, last] = [writes[0], writes.at(-1)];
  return first && isRoot(first) && last && isEntry(last) ? [] : [`${table}: root first, entry last is the order`];
}

/** I16. Hints that others hold of an organization stay for their readers, and are in other partitions. */
function leftOfRetired(store: TableStore, writes: readonly Write[]): string[] {
  return writes.flatMap((write) => {
    if (!isRoot(write) || write.kind === 'delete' || write.entity.state !== 'retired') return [];
    const { PartitionKey: key } = write.entity;
    const own = store.rows('accounts').filter((row) => row.PartitionKey === key && row.RowKey !== 'account');
    const pointers = store.rows('identities').filter(({ nameKey }) => nameKey === key);
    return [...own, ...pointers].map((row) => `I16: ${key} is retired, and ${row.PartitionKey}/${row.RowKey} is there`);
  });
}

function isChanged(before: StoredEntity | undefined, after: StoredEntity): boolean {
  return before === undefined || recorded(before) !== recorded(after);
}

/** Counted with the hint of a creation, whose proof is the operation that the hint names. */
const announced = /^organizationsCreated/;

function recorded(entity: StoredEntity): string {
  const { Timestamp: _, 'odata.etag': __, ...columns } = entity;
  const sorted = Object.fromEntries(
    Object.entries(columns)
      .filter(([name]) => !announced.test(name))
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
  return JSON.stringify(sorted).replace(new RegExp(`\\\\"(${unrecorded.join('|')})\\\\":\\\\"[^"]*\\\\"`, 'g'), '');
}
