import type { AccountName } from '../../../shared/names/account-name.ts';
import { nameKey } from '../../../shared/names/name-key.ts';
import type { Move } from './move.ts';
import { isHeld } from './operations/registration.ts';

/** Few names, and most of them alike. */
const names = ['Mike', 'rnike', 'M1ke', 'Ada', 'Eve'] as const;

const nothing = () => undefined;

const signInMove: Move = {
  name: 'sign in',
  choose: () => ({ run: (person) => person.signIn(), promises: () => nothing }),
};

const signOutMove: Move = {
  name: 'sign out',
  choose: () => ({ run: (person) => person.post('/sign-out'), promises: () => nothing }),
};

const claimMove: Move = {
  name: 'claim',
  choose(chance) {
    const name = chance.of(names);
    return {
      async run(person) {
        const begun = person.cookies.has('__Host-registration') ? undefined : await person.signIn();
        return begun && begun.status !== 303 ? begun : await person.post('/api/registration', { username: name });
      },
      promises({ status, json }, { person }) {
        if (status === 200 || status === 201) {
          return (store) => (isHeld(store, name, person.id) ? [] : [`I17: ${person.id} was told to be ${name}`]);
        }
        if (json.code === 'name-taken') {
          return (store) => {
            const stands = store
              .rows('accounts')
              .some(
                ({ PartitionKey, RowKey }) => RowKey === 'account' && PartitionKey === nameKey(name as AccountName),
              );
            if (!stands) return [`I17: ${name} was said to be taken, and is nobody’s`];
            return isHeld(store, name, person.id) ? [`I17: ${person.id} was told that ${name} is taken`] : [];
          };
        }
        return nothing;
      },
    };
  },
};

/** Signing in and out, and claiming; every other feature has moves and schedules of its own. */
export const moves: readonly [Move, ...Move[]] = [signInMove, claimMove, claimMove, signOutMove];
