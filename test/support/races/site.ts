import { isHeldBy } from '../../../shared/accounts/account.ts';
import * as accounts from '../../../shared/accounts/accounts.ts';
import type { AccountName } from '../../../shared/names/account-name.ts';
import { nameKey } from '../../../shared/names/name-key.ts';
import { registrationCookie } from '../../../shared/registrations/registration.ts';
import * as registrations from '../../../shared/registrations/registrations.ts';
import type { Services } from '../../../shared/services.ts';
import { type Actor, actor, type Place } from '../browser-actor.ts';
import { provenSignIn } from '../people.ts';
import { atMost } from './at-most.ts';

/** Two processes of the service over one storage, wherever they run. */
export interface Site {
  readonly here: Place;
  readonly there: Place;
  /** The same storage, looked at past both. */
  readonly services: Services;
}

/** Somebody who has signed in with Microsoft and has not chosen a username yet. */
export async function newcomer({ here, services }: Site, id: string): Promise<Actor> {
  const token = await registrations.begin(services, provenSignIn({ id }, services.clock.now()), '/account');
  return actor(here, id, new Map([['__Host-registration', registrationCookie(token)]]));
}

/** `count` of them. */
export async function newcomers(site: Site, word: string, count: number): Promise<Actor[]> {
  return await atMost(64, [...Array(count).keys()], (index) => newcomer(site, `${word}-${index}`));
}

/** Whether the account of exactly this name is this person's: what every answer is measured by. */
export async function holds({ services }: Site, { person }: Actor, name: string): Promise<boolean> {
  const root = await accounts.read(services, nameKey(name as AccountName));
  const { identity } = provenSignIn(person, services.clock.now());
  return root?.value.name === name && isHeldBy(root.value, identity);
}
