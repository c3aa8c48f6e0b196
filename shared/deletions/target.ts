import type { Place } from '../audit/decide.ts';
import type { Hint } from '../hints/hint.ts';
import type { Services } from '../services.ts';
import type { Blocker } from './blocker.ts';
import type { Deletion } from './deletion.ts';
import type { StepChange } from './step.ts';

/**
 * What a visit makes of the row that a hint leads to: it has no power and is not counted; it counts again; it is gone.
 */
export type Target = 'suspended' | 'counted' | 'gone';

/** A visit, to whoever knows the rows of one kind. */
export interface Visit {
  readonly services: Services;
  readonly deletion: Deletion;
  readonly hint: Hint;
  readonly target: Target;
}

/**
 * What a look at the row comes to, where it is not to be changed.
 * - `stands`: it is as it should be. `absent`: there is none of this hint's operation.
 * - `over`: nothing is ever written there again, and nothing needs to be ruled out.
 */
export type Look = 'stands' | 'absent' | 'over' | { readonly blocked: Blocker };

/** How rows of one kind are visited: where their root lies, and what is to be changed. */
export interface Kind<R> {
  placeOf(visit: Visit): Place<R>;
  look(visit: Visit, root: R | undefined): Promise<StepChange | { readonly outcome: Look }>;
}
