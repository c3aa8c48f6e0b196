import { keyRangeOf } from '../../shared/integrity/key-ranges.ts';
import type { Timer } from './timer.ts';

/** Of each table: well within the time of a tick. */
const mostRows = 50_000;

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
    const range = keyRangeOf(services.clock.now());
    const checked = await integrity.checkIntegrity(services, range, mostRows, (finding) =>
      services.log('error', 'integrity-finding', { ...finding }),
    );
    const idle = await removeIdlePointers(services, range, mostRows);
    return { ...checked, ...idle, truncated: Math.max(checked.truncated, idle.truncated) };
  },
};
