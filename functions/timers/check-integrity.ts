import { keyRangeOf } from '../../shared/integrity/key-ranges.ts';
import type { Timer } from './timer.ts';

/** About 50,000 rows of each table: well within the time of a tick. */
const mostPages = 50;

/** Looks nightly at one of 64 parts of storage, and tells the operators about every place where something is wrong. */
export const nightlyIntegrityCheck: Timer = {
  name: 'check-integrity',
  schedule: '0 30 3 * * *',
  async tick(services) {
    const { checkIntegrity } = await import('../../shared/integrity/check-integrity.ts');
    const range = keyRangeOf(services.clock.now());
    const counts = await checkIntegrity(services, range, mostPages, (finding) =>
      services.log('error', 'integrity-finding', { ...finding }),
    );
    return { ...counts };
  },
};
