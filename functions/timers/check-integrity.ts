import { second } from '../../shared/clock.ts';
import { rangesOfDate } from '../../shared/integrity/key-ranges.ts';
import type { Limits } from '../../shared/integrity/partitions-within.ts';
import type { TableName } from '../../shared/storage/tables.ts';
import type { Timer } from './timer.ts';

/**
 * Each table is looked at for fifty seconds at most, the identities twice: together they stay below the four minutes of a
 * tick, and none takes the time of another. With 5 ms a request, twenty at once, that is enough for so many point reads.
 */
const limits: Limits = { mostRows: 200_000, milliseconds: 50 * second };

/**
 * Looks nightly at one of 64 parts of storage, and tells the operators about every place where something is wrong.
 * Removes the identities' pointers in it that lead nowhere.
 */
export const checkIntegrity: Timer = {
  name: 'check-integrity',
  schedule: '0 30 3 * * *',
  async tick(services) {
    const integrity = await import('../../shared/integrity/check-integrity.ts');
    const { removeIdlePointers } = await import('../../shared/integrity/idle-pointers.ts');
    const ranges = rangesOfDate(services.clock.now());
    const checked = await integrity.checkIntegrity(services, ranges, limits, ({ partition, cause, ...finding }) =>
      services.log('error', 'integrity-finding', { ...finding, partition: shownOf(finding.table, partition) }, cause),
    );
    const idle = await removeIdlePointers(services, ranges, limits);
    return { ...checked, ...idle, truncated: Math.max(checked.truncated, idle.truncated) };
  },
};

/** What stands for a person's identity is not for the log, which outlives them; its beginning leads to the row as well. */
function shownOf(table: TableName, partition: string): string {
  return table === 'identities' ? partition.slice(0, 8) : partition;
}
