import { registryRoles } from '../../../shared/identity/registry-token.ts';
import type { Actor, Answered } from '../browser-actor.ts';
import { join, register } from '../organization-scene.ts';
import { bearer, registry } from '../registry-actor.ts';
import type { TableStore } from '../table-simulator/table-store.ts';
import type { World } from '../world.ts';
import type { Move, Promised } from './move.ts';

const users = ['Ada', 'Eve', 'Bob'] as const;
const accounts = ['Ada', 'Eve', 'Bob', 'Acme'] as const;
const path = '/api/packages/Json.Net';
const nothing: Promised = () => undefined;
const asTheRegistry = { authorization: bearer(registryRoles) };

/** Ada, Eve and Bob; Ada and Eve are administrators of Acme, and Json.Net is Ada's and Acme's. */
export async function settlePackage(world: World): Promise<void> {
  const [ada, eve] = (await register(world, ...users)) as [Actor, Actor];
  await ada.post('/api/organizations', { name: 'Acme' });
  await join(ada, eve, 'Eve', 'admin');
  await registry(world).register('Json.Net', 'Ada');
  await ada.post(`${path}/offers`, { account: 'Acme' });
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
function recorded(store: TableStore, events: readonly string[], actor: string, whom: string): readonly string[] {
  const stands = store
    .rows('packages')
    .some(
      (row) => events.includes(String(row.event)) && String(row.actor).toLowerCase() === actor && row.whom === whom,
    );
  return stands ? [] : [`I17: ${actor} was told of ${events.join(' or ')} for ${whom}, and there is no entry of it`];
}

const offerMove: Move = {
  name: 'offer',
  choose(chance) {
    const account = chance.of(accounts);
    return {
      run: (person) => signedIn(person, () => person.post(`${path}/offers`, { account })),
      promises({ status }, { person }) {
        if (status === 201) return (store) => recorded(store, ['package:offer:make'], person.id, account);
        return status === 200 ? (store) => recorded(store, ['package:owner:add'], person.id, account) : nothing;
      },
    };
  },
};

const acceptMove: Move = {
  name: 'accept',
  choose(chance) {
    const forAcme = chance.chance(0.3);
    return {
      run: (person) => signedIn(person, (own) => person.post(`${path}/offers/${forAcme ? 'Acme' : own}/acceptance`)),
      promises: ({ status, json }) =>
        status === 200
          ? (store) => {
              const began = ['package:owner:join', 'package:owner:add', 'package:register'];
              const stands = store
                .rows('packages')
                .some((row) => began.includes(String(row.event)) && row.whom === json.owner);
              return stands ? [] : [`I17: ${String(json.owner)} was told to be an owner, and there is no entry of it`];
            }
          : nothing,
    };
  },
};

const takeBackMove: Move = {
  name: 'take an offer back',
  choose(chance) {
    const account = chance.of(accounts);
    return {
      run: (person) => signedIn(person, () => person.delete(`${path}/offers/${account}`)),
      promises: () => nothing,
    };
  },
};

const removeMove: Move = {
  name: 'remove an owner, or give up',
  choose(chance) {
    const account = chance.of(accounts);
    return {
      run: (person) => signedIn(person, () => person.delete(`${path}/owners/${account}`)),
      promises: () => nothing,
    };
  },
};

/** The registry asks at the process where this person is; a cookie sent along means nothing. */
const registerMove: Move = {
  name: 'register',
  choose(chance) {
    const owner = chance.of(users);
    return {
      run: (person) => person.put(path, { owner, publisher: owner }, asTheRegistry),
      promises: ({ status }) =>
        status === 201 ? (store) => recorded(store, ['package:register'], owner.toLowerCase(), owner) : nothing,
    };
  },
};

const removePackageMove: Move = {
  name: 'remove the package',
  choose: () => ({
    run: (person) => person.delete(path, asTheRegistry),
    promises: ({ status }) =>
      status === 204
        ? (store) =>
            store.rows('packages').some(({ event }) => event === 'package:remove')
              ? []
              : ['I17: the registry was told that the package is gone, and there is no entry of it']
        : nothing,
  }),
};

const leaveMove: Move = {
  name: 'leave Acme, or be another role there',
  choose(chance) {
    const role = chance.of(['admin', 'collaborator'] as const);
    const username = chance.of(['Ada', 'Eve'] as const);
    return {
      run: (person) => signedIn(person, () => person.patch(`/api/organizations/Acme/members/${username}`, { role })),
      promises: () => nothing,
    };
  },
};

const lookMove: Move = {
  name: 'look at what one has',
  choose(chance) {
    const place = chance.of([
      '/api/account/packages',
      '/api/account/offers',
      '/api/organizations/Acme/packages',
    ] as const);
    return { run: (person) => signedIn(person, () => person.get(place)), promises: () => nothing };
  },
};

/** What people and the registry do with a package at the same time. */
export const packageMoves: readonly [Move, ...Move[]] = [
  offerMove,
  offerMove,
  acceptMove,
  acceptMove,
  takeBackMove,
  removeMove,
  registerMove,
  removePackageMove,
  leaveMove,
  lookMove,
];
