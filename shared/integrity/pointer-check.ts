import { storedPointer } from '../accounts/identity-pointers.ts';
import type { Check } from './finding.ts';

/** An identity's pointer can be read. Whether it leads to its user, the user's own check says; to nobody, it does no harm. */
export const pointerCheck: Check = {
  table: 'identities',
  async check({ rows }) {
    for (const row of rows) storedPointer(row);
    return [];
  },
};
