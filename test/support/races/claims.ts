import { expect } from 'vitest';
import type { Actor, Answered, Place } from '../browser-actor.ts';
import { insist, type Race, told } from './race.ts';
import { holds, newcomer, type Site } from './site.ts';

/** Who asks for which name. */
export interface Claim {
  readonly person: Actor;
  readonly name: string;
}

export async function claimAt(place: Place, { person, name }: Claim): Promise<Answered> {
  return await insist(() => person.at(place).post('/api/registration', { username: name }));
}

/** As `told`, but a claim that is done is `theirs`, whether this answer or an earlier one that was lost did it. */
export function toldOfClaim(answer: Answered): string {
  return answer.status === 201 || answer.status === 200 ? 'theirs' : told(answer);
}

/** Two people and one name: one has it and is told so, the other is told that it is taken. */
export function oneName(site: Site, rounds: number, word: string): Race<readonly Claim[]> {
  return claimRace(site, rounds, 2, '409 name-taken', (round) =>
    Promise.all(
      ['one', 'other'].map(async (who) => ({
        person: await newcomer(site, `${word}-${round}-${who}`),
        name: `${word}${round}`,
      })),
    ),
  );
}

/** One person in two tabs asks for two names: there is one account, and either tab is told which. */
export function oneIdentity(site: Site, rounds: number, word: string): Race<readonly Claim[]> {
  return claimRace(site, rounds, 2, '409 already-registered', async (round) => {
    const person = await newcomer(site, `${word}-${round}`);
    return ['left', 'right'].map((tab) => ({ person, name: `${word}${round}.${tab}` }));
  });
}

const spellings = ['M', 'm', 'rn', 'RN'].flatMap((m) =>
  ['i', 'l', '1', 'I'].flatMap((i) => ['w', 'vv', 'W', 'VV'].map((w) => `${m}${i}n-${w}`)),
);
const lookAlikeCount = 50;

/** Fifty people, each with a spelling of their own of what looks like one name. */
export function lookAlikes(site: Site, rounds: number): Race<readonly Claim[]> {
  return claimRace(site, rounds, lookAlikeCount, '409 name-taken', (round) =>
    Promise.all(
      spellings.slice(0, lookAlikeCount).map(async (spelling, index) => ({
        person: await newcomer(site, `alike-${round}-${index}`),
        name: `${spelling}${round}`,
      })),
    ),
  );
}

/** One of the claims is done; everybody is told what storage says, and those without it are told `refusal`. */
function claimRace(
  site: Site,
  rounds: number,
  count: number,
  refusal: string,
  prepare: (round: number) => Promise<readonly Claim[]>,
): Race<readonly Claim[]> {
  return {
    rounds,
    prepare,
    contenders: Array.from(
      { length: count },
      (_, index) => (claims) => claimAt(index % 2 === 0 ? site.here : site.there, claims[index] as Claim),
    ),
    async judge(answers, claims) {
      const done = await Promise.all(claims.map(({ person, name }) => holds(site, person, name)));
      expect(done.filter(Boolean)).toHaveLength(1);
      expect(answers.map(toldOfClaim)).toEqual(done.map((isDone) => (isDone ? 'theirs' : refusal)));
    },
  };
}
