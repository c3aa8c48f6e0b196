import { once } from '../once.ts';
import type { Scope, Tables } from './tables.ts';

/**
 * The same tables, loaded with the first request that is sent: the SDK takes longer to load than all the rest, and an
 * instance that has just started answers whatever needs no storage without it.
 */
export function tablesWhenUsed(load: () => Promise<Tables>): Tables {
  const loaded = once(load);

  function within(scope: Scope | undefined): Tables {
    const tables = once(async () => (scope === undefined ? await loaded() : (await loaded()).within(scope)));
    return {
      within,
      read: async (table, key) => (await tables()).read(table, key),
      list: async (table, range, options) => (await tables()).list(table, range, options),
      insert: async (table, row) => (await tables()).insert(table, row),
      replace: async (table, row, etag) => (await tables()).replace(table, row, etag),
      remove: async (table, key, etag) => (await tables()).remove(table, key, etag),
      transact: async (table, actions) => (await tables()).transact(table, actions),
    };
  }
  return within(undefined);
}
