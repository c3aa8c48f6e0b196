import type { Place } from '../audit/decide.ts';
import type { Hint } from '../hints/hint.ts';
import type { Services } from '../services.ts';
import type { Blocker } from './blocker.ts';
import type { Deletion } from './deletion.ts';
import type { StepDecision } from './step.ts';

/**
 * What a visit makes of the row behind a hint: it has no power and is not counted; it counts again; it is gone.
 */
export type Target = 'suspended' | 'counted' | 'gone';

/** A row that gives an account power: a seat or an ownership. `suspended` names the deletion that took the power. */
interface Power {
  readonly suspended?: string | undefined;
}

export function isAtTarget({ suspended }: Power, deletion: string, target: Target): boolean {
  if (target === 'suspended') return suspended === deletion;
  // Only what this very deletion suspended counts again.
  return target === 'counted' && suspended !== deletion;
}

/** The row at its target; undefined where that is to be gone. */
export function atTarget<P extends Power>(power: P, deletion: string, target: Target): P | undefined {
  const { suspended: _, ...rest } = power;
  if (target === 'gone') return undefined;
  return (target === 'suspended' ? { ...rest, suspended: deletion } : rest) as P;
}

/** A visit, to whoever knows the rows of one kind. */
export interface Visit {
  readonly services: Services;
  readonly deletion: Deletion;
  readonly hint: Hint;
  readonly target: Target;
}

/**
 * What a look at the row finds, where it is not to be changed.
 * - `stands`: it is as it should be. `absent`: there is none of this hint's operation.
 * - `over`: nothing is ever written there again, and nothing needs to be ruled out.
 */
export type Look = 'stands' | 'absent' | 'over' | { readonly blocked: Blocker };

/** How rows of one kind are visited: where their root lies, and what is to be changed. */
export interface Kind<R> {
  placeOf(visit: Visit): Omit<Place<R>, 'refusesByRows'>;
  look(visit: Visit, root: R | undefined): Promise<StepDecision<Look>>;
}
