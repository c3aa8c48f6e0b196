import type { Actor, Answered } from '../browser-actor.ts';
import { register } from '../organization-scene.ts';
import { keyOf } from '../residents.ts';
import type { TableStore } from '../table-simulator/table-store.ts';
import type { World } from '../world.ts';
import type { Move, Promised } from './move.ts';

const users = ['Ada', 'Eve', 'Bob'] as const;
const names = ['Acme', 'ACME', 'Beta-1'] as const;
const roles = ['admin', 'collaborator'] as const;
const nothing: Promised = () => undefined;

/** Ada, Eve and Bob are registered, and Ada and Eve are administrators of Acme. */
export async function settleAcme(world: World): Promise<void> {
  const [ada, eve] = (await register(world, ...users)) as [Actor, Actor];
  await ada.post('/api/organizations', { name: 'Acme' });
  await ada.post('/api/organizations/Acme/invitations', { username: 'Eve', role: 'admin' });
  await eve.post('/api/organizations/Acme/invitations/Eve/acceptance');
}

/** Somebody without a session signs in first; if that does not succeed, its answer is the answer. */
async function signedIn(person: Actor, act: (username: string) => Promise<Answered>): Promise<Answered> {
  if (!person.cookies.has('__Host-session')) {
    const begun = await person.signIn();
    if (begun.status !== 303) return begun;
  }
  const { id } = person.person;
  return await act(`${id.charAt(0).toUpperCase()}${id.slice(1)}`);
}

/** The history says who did it: that holds whatever others did afterwards. */
function recorded(store: TableStore, name: string, event: string, actor: string): readonly string[] {
  const stands = store
    .rows('accounts')
    .some(
      (row) => row.PartitionKey === keyOf(name) && row.event === event && String(row.actor).toLowerCase() === actor,
    );
  return stands ? [] : [`I17: ${actor} was told of ${event} in ${name}, and there is no entry of it`];
}

const createMove: Move = {
  name: 'create',
  choose(chance) {
    const name = chance.of(names);
    return {
      run: (person) => signedIn(person, () => person.post('/api/organizations', { name })),
      promises({ status, json }, { person }) {
        if (status === 201 || status === 200) return (store) => recorded(store, name, 'organization:create', person.id);
        if (json.code !== 'name-taken') return nothing;
        return (store) => {
          const stands = store
            .rows('accounts')
            .some(({ PartitionKey, RowKey }) => PartitionKey === keyOf(name) && RowKey === 'account');
          return stands ? [] : [`I17: ${name} was said to be taken, and is nobody’s`];
        };
      },
    };
  },
};

const inviteMove: Move = {
  name: 'invite',
  choose(chance) {
    const body = { username: chance.of(users), role: chance.of(roles) };
    return {
      run: (person) => signedIn(person, () => person.post('/api/organizations/Acme/invitations', body)),
      promises: ({ status }, { person }) =>
        status === 201 || status === 200
          ? (store) => recorded(store, 'Acme', 'organization:invitation:send', person.id)
          : nothing,
    };
  },
};

const acceptMove: Move = {
  name: 'accept',
  choose: () => ({
    run: (person) => signedIn(person, (own) => person.post(`/api/organizations/Acme/invitations/${own}/acceptance`)),
    promises: ({ status }, { person }) =>
      // Ada created it: accepting again reports the seat.
      status === 200 && person.id !== 'ada'
        ? (store) => recorded(store, 'Acme', 'organization:member:join', person.id)
        : nothing,
  }),
};

const takeBackMove: Move = {
  name: 'take an invitation back',
  choose(chance) {
    const username = chance.of(users);
    return {
      run: (person) => signedIn(person, () => person.delete(`/api/organizations/Acme/invitations/${username}`)),
      promises: () => nothing,
    };
  },
};

const changeMove: Move = {
  name: 'give another role',
  choose(chance) {
    const [username, role] = [chance.of(users), chance.of(roles)];
    return {
      run: (person) => signedIn(person, () => person.patch(`/api/organizations/Acme/members/${username}`, { role })),
      promises: () => nothing,
    };
  },
};

const removeMove: Move = {
  name: 'remove, or leave',
  choose(chance) {
    const username = chance.of(users);
    return {
      run: (person) => signedIn(person, () => person.delete(`/api/organizations/Acme/members/${username}`)),
      promises: () => nothing,
    };
  },
};

const lookMove: Move = {
  name: 'look at what one has',
  choose(chance) {
    const path = chance.of(['/api/account/organizations', '/api/account/invitations'] as const);
    return { run: (person) => signedIn(person, () => person.get(path)), promises: () => nothing };
  },
};

/** What people do with an organization at the same time. */
export const organizationMoves: readonly [Move, ...Move[]] = [
  createMove,
  inviteMove,
  inviteMove,
  acceptMove,
  acceptMove,
  takeBackMove,
  changeMove,
  removeMove,
  lookMove,
];
