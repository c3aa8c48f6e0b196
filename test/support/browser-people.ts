import { createHash } from 'node:crypto';
import { consumerTenant, type Person } from '../../local/stand-in/people.ts';

function newcomer(name: string, hasTwoSteps = true): Person {
  const id = createHash('sha256').update(name).digest('hex');
  return {
    name,
    username: `${name.split(' ')[0]?.toLowerCase()}@outlook.example`,
    tenant: consumerTenant,
    objectId: id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5'),
    hasTwoSteps,
  };
}

/** Whom the stand-in knows in the browser tests: one for each test that registers somebody, which works only once. */
export const hedy = newcomer('Hedy Lamarr');
export const mike = newcomer('Mike Cowlishaw');
export const radia = newcomer('Radia Perlman');
export const barbara = newcomer('Barbara Liskov');
export const frances = newcomer('Frances Allen');
export const jean = newcomer('Jean Bartik');
export const dennis = newcomer('Dennis Ritchie');
export const grace = newcomer('Grace Hopper');
export const lynn = newcomer('Lynn Conway');
export const evelyn = newcomer('Evelyn Boyd Granville');
export const margaret = newcomer('Margaret Hamilton');
/** The same person, at work. */
export const margaretAtWork = newcomer('Hamilton at Work');
export const sophie = newcomer('Sophie Wilson');
export const karen = newcomer('Karen Spärck Jones');
export const james = newcomer('James Newton-King');
export const ken = newcomer('Ken Thompson');
export const edith = newcomer('Edith Clarke');
export const joan = newcomer('Joan Clarke');
export const hertha = newcomer('Hertha Ayrton');
export const ida = newcomer('Ida Rhodes');
export const alan = newcomer('Alan Turing', false);

export const browserPeople: readonly Person[] = [
  hedy,
  mike,
  radia,
  barbara,
  frances,
  jean,
  dennis,
  grace,
  lynn,
  evelyn,
  margaret,
  margaretAtWork,
  sophie,
  karen,
  james,
  ken,
  edith,
  joan,
  alan,
];
