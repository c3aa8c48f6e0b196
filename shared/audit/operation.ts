import type { Clock } from '../clock.ts';
import type { Random } from '../random.ts';

/**
 * Names one change, made before its first try and kept through all of them. It is also the tail of the audit row's
 * key, so histories list newest first: the time runs backwards in it.
 */
export type OperationId = string & { readonly brand: 'OperationId' };

const endOfTime = 9_999_999_999_999;

export function newOperation({ clock, random }: { clock: Clock; random: Random }): OperationId {
  return `${reversed(clock.now())}-${random.id()}` as OperationId;
}

function reversed(moment: Date): string {
  return String(endOfTime - moment.getTime()).padStart(13, '0');
}

/**
 * Names one step of a longer process such as a deletion. Everybody derives the same id, so it happens once. Histories
 * sort it at the start of the process, or at `at`.
 */
export function stepOf(course: OperationId, step: string, at?: Date): OperationId {
  const [time, rest] = [course.slice(0, 13), course.slice(14)];
  return `${at ? reversed(at) : time}-${rest}-${step}` as OperationId;
}

/** When the operation was begun. */
export function beginningOf(operation: OperationId): Date {
  return new Date(endOfTime - Number(operation.slice(0, operation.indexOf('-'))));
}
