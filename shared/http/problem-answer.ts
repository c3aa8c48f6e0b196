import type { Config } from '../config.ts';
import { Problem } from '../problems.ts';
import { Unanswered } from '../storage/tables.ts';
import type { Answer } from './endpoint.ts';

/** How long to wait before asking again, when storage did not answer. */
const retrySeconds = '5';

/** Anything thrown, as a refusal: what is not a `Problem` is a fault, and nothing of it is shown. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Unanswered) return busyAfter(error);
  if (error instanceof Problem) {
    return error.code === 'busy' && !error.headers['Retry-After'] ? busyAfter(error, error.detail) : error;
  }
  return new Problem('internal', undefined, { cause: error });
}

function busyAfter(cause: unknown, detail?: string): Problem {
  return new Problem('busy', detail, { headers: { 'Retry-After': retrySeconds }, cause });
}

/** Whether the operators should hear of it with its cause. */
export function isFault(problem: Problem): boolean {
  return problem.status >= 500 && problem.code !== 'provider-failed';
}

/** RFC 9457. */
export function problemAnswer(problem: Problem, config: Config, requestId: string): Answer {
  return {
    status: problem.status,
    headers: { ...problem.headers, 'Content-Type': 'application/problem+json' },
    body: {
      type: `${config.publicOrigin}/problems/${problem.code}`,
      title: problem.title,
      status: problem.status,
      detail: problem.detail,
      code: problem.code,
      instance: requestId,
      ...(problem.errors && { errors: problem.errors }),
      ...problem.extensions,
    },
  };
}
