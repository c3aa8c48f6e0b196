import * as accounts from '../../../shared/accounts/accounts.ts';
import type { Actor, Answered } from '../browser-actor.ts';
import { keyOf } from '../residents.ts';
import { atMost } from './at-most.ts';
import { insist } from './race.ts';
import { newcomer, type Site } from './site.ts';

/** Somebody with an account of this name, whose sign-in is fresh. */
export async function user(site: Site, username: string): Promise<Actor> {
  const person = await newcomer(site, username);
  await done(() => person.post('/api/registration', { username }));
  return person;
}

/** `Word0`, `Word1` and so on. */
export async function users(site: Site, word: string, count: number): Promise<Actor[]> {
  return await atMost(16, [...Array(count).keys()], (index) => user(site, `${word}${index}`));
}

/** What a race needs beforehand. */
export async function done(ask: () => Promise<Answered>): Promise<Answered> {
  const answer = await insist(ask);
  if (answer.status >= 300) throw new Error(`Before the race: ${answer.status} ${answer.text}`);
  return answer;
}

/** In what state an account is, if there is one. */
export async function stateOf({ services }: Site, name: string): Promise<string | undefined> {
  return (await accounts.read(services, keyOf(name)))?.value.state;
}
