import type { Stored, User } from '../accounts/account.ts';
import { type HintKind, hintCodec } from '../hints/hint.ts';
import * as hints from '../hints/hints.ts';
import type { Services } from '../services.ts';
import { ours, rowsOf, type StoredRows, yours } from './stored-rows.ts';

/** Every hint of these kinds that an account holds. */
async function hintsOf(services: Services, account: Stored<User>, kinds: readonly HintKind[]) {
  const found = [];
  for (const kind of kinds) {
    let after: string | undefined;
    do {
      const { items, next } = await hints.list(services, account.key, kind, after);
      found.push(...items);
      after = next;
    } while (after !== undefined);
  }
  return found;
}

/** The rows that the hints of an account lead to. `read` is given what each is about: a key of another partition. */
export async function truthsOf<T>(
  services: Services,
  account: Stored<User>,
  kind: HintKind,
  read: (about: string) => Promise<{ readonly value: T } | undefined>,
): Promise<readonly T[]> {
  const led = await hintsOf(services, account, [kind]);
  const rows = await Promise.all(led.map(({ place }) => read(place.about)));
  return rows.filter((row) => row !== undefined).map(({ value }) => value);
}

/** What leads from an account to its rows elsewhere. */
export const waysRows: StoredRows = rowsOf(hintCodec, {
  table: 'accounts',
  name: 'ways',
  title: 'Ways from your account to where you are a member, invited, an owner or offered ownership',
  keys: 'The key of your username, and what it leads to',
  kept: () => 'Until what it leads to is gone and the way is gone again.',
  find: async (services, account) =>
    (await hintsOf(services, account, ['membership', 'invited', 'package', 'offered'])).map(({ value }) => value),
  fields: {
    operation: ours('The number of the change it announces', 'To complete a change that was interrupted'),
    change: yours('The kind of change', 'To complete a change that was interrupted'),
    actor: yours('Who asked for it', 'To complete a change that was interrupted'),
    arguments: yours('What was asked for', 'To complete a change that was interrupted'),
  },
});
