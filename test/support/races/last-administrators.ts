import type { Actor, Answered } from '../browser-actor.ts';

type Move = (self: Actor, own: string, other: string, organization?: string) => Promise<Answered>;

const seat = (username: string, organization = 'Acme') => `/api/organizations/${organization}/members/${username}`;
const demoted = { role: 'collaborator' };

type MoveName = 'demotes themself' | 'leaves' | 'demotes the other' | 'removes the other';

/** What each of two administrators may do so that fewer are left. */
export const moves: Readonly<Record<MoveName, Move>> = {
  'demotes themself': (self, own, _other, organization) => self.patch(seat(own, organization), demoted),
  leaves: (self, own, _other, organization) => self.delete(seat(own, organization)),
  'demotes the other': (self, _own, other, organization) => self.patch(seat(other, organization), demoted),
  'removes the other': (self, _own, other, organization) => self.delete(seat(other, organization)),
};

export const isOnSelf = (move: MoveName) => move === 'leaves' || move === 'demotes themself';

/** Every two of them, including one with itself. */
export const pairings = (Object.keys(moves) as MoveName[]).flatMap((first, at, all) =>
  all.slice(at).map((second) => [first, second] as const),
);
