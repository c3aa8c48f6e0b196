import * as offers from '../../../shared/packages/offers.ts';
import type { Actor, Answered } from '../browser-actor.ts';
import { leave, offer, ofOrganization, own, publish } from '../deletion-scene.ts';
import { accept, invite, join, register } from '../organization-scene.ts';
import { callerOf, servicesIn } from '../residents.ts';
import type { World } from '../world.ts';
import type { Move } from './move.ts';

const usernames: Readonly<Record<string, string>> = { ada: 'Ada', bob: 'Bob', eve: 'Eve' };
const nameOf = ({ person }: Actor) => usernames[person.id] ?? person.id;

/** What a person does after signing in, if they are not signed in yet. */
function signedIn(name: string, run: (person: Actor) => Promise<Answered>): Move {
  return {
    name,
    choose: () => ({
      async run(person) {
        if (!person.cookies.has('__Host-session')) {
          const begun = await person.signIn();
          if (begun.status !== 303) return begun;
        }
        return await run(person);
      },
      promises: () => () => undefined,
    }),
  };
}

/** Ada and Bob administer Acme and own a package together; Eve is invited and was offered it. Nobody may be left out alone. */
export async function prepareDeletions(world: World): Promise<void> {
  const [ada, bob] = (await register(world, 'Ada', 'Bob', 'Eve')) as [Actor, Actor, Actor];
  await ada.post('/api/organizations', { name: 'Acme' });
  await join(ada, bob, 'Bob', 'admin');
  await invite(ada, 'Eve');
  await publish(world, 'pad', 'Ada');
  await offer(world, 'pad', 'Ada', 'Bob');
  await offers.accept(servicesIn(world), await callerOf(world, 'Bob'), 'pad', 'Bob');
  await offer(world, 'pad', 'Ada', 'Eve');
}

/** Everything that can get in the way of a deletion, and deletions most of all. */
export const deletionMoves: readonly [Move, ...Move[]] = [
  signedIn('delete oneself', (person) => leave(person, nameOf(person))),
  signedIn('delete oneself', (person) => leave(person, nameOf(person))),
  signedIn('restore oneself', (person) => person.delete(own)),
  signedIn('delete Acme', (person) => leave(person, 'Acme', ofOrganization('Acme'))),
  signedIn('restore Acme', (person) => person.delete(ofOrganization('Acme'))),
  signedIn('accept', (person) => accept(person, nameOf(person))),
  signedIn('remove Bob', (person) => person.delete('/api/organizations/Acme/members/Bob')),
  signedIn('demote oneself', (person) =>
    person.patch(`/api/organizations/Acme/members/${nameOf(person)}`, { role: 'collaborator' }),
  ),
  signedIn('create an organization', (person) => person.post('/api/organizations', { name: 'Zeta' })),
];
