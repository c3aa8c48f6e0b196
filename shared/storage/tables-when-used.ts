import type { Scope, Tables } from './tables.ts';

/**
 * The same tables, loaded with the first request that is sent: the SDK takes longer to load than all the rest, and an
 * instance that has just started answers whatever needs no storage without it.
 */
export function tablesWhenUsed(load: () => Promise<Tables>): Tables {
  let loading: Promise<Tables> | undefined;
  const loaded = () => {
    loading ??= load();
    return loading;
  };

  function within(scope: Scope | undefined): Tables {
    let bound: Promise<Tables> | undefined;
    const tables = () => {
      bound ??= loaded().then((all) => (scope === undefined ? all : all.within(scope)));
      return bound;
    };
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
