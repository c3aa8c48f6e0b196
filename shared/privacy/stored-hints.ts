import type { Stored, User } from '../accounts/account.ts';
import { type Hint, type HintKind, hintCodec } from '../hints/hint.ts';
import * as hints from '../hints/hints.ts';
import type { Services } from '../services.ts';
import { type HintsByKind, ours, rowsOf, type StoredRows, yours } from './stored-field.ts';

/** Every hint of an account, each kind listed when it is first asked for, and once. */
export function hintsByKind(services: Services, account: Stored<User>): HintsByKind {
  const listed = new Map<HintKind, Promise<readonly Hint[]>>();
  return (kind) => {
    const found = listed.get(kind) ?? hints.all(services, account.key, kind);
    listed.set(kind, found);
    return found;
  };
}

/** The rows that hints lead to. `read` is given what each is about: a key of another partition. */
export async function truthsOf<T>(
  led: Promise<readonly Hint[]>,
  read: (about: string) => Promise<{ readonly value: T } | undefined>,
): Promise<readonly T[]> {
  const rows = await Promise.all((await led).map(({ place }) => read(place.about)));
  return rows.filter((row) => row !== undefined).map(({ value }) => value);
}

/** What leads from an account to its rows elsewhere. */
export const hintRows: StoredRows = rowsOf(hintCodec, {
  table: 'accounts',
  name: 'ways',
  title: 'Ways from your account to where you are a member, invited, an owner or offered ownership',
  keys: 'The key of your username, and what it leads to',
  kept: () => 'Until what it leads to is gone and the way has been removed.',
  find: async (_services, _account, hintsOf) => {
    const kinds = ['membership', 'invited', 'package', 'offered'] as const;
    return (await Promise.all(kinds.map(hintsOf))).flat().map(({ value }) => value);
  },
  fields: {
    operation: ours('The number of the change it announces', 'To complete a change that was interrupted'),
    change: yours('The kind of change', 'To complete a change that was interrupted'),
    actor: yours('Who asked for it', 'To complete a change that was interrupted'),
    arguments: yours('What was asked for', 'To complete a change that was interrupted'),
  },
});
