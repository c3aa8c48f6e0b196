import type * as z from 'zod/mini';
import { type FieldError, isProblemCode, Problem, type ProblemCode } from '../problems.ts';

/**
 * Checks a value against a schema. Wrong shapes are 400 with every fault; a value of the right shape that breaks a rule
 * of the domain has the code that its schema names (`params.problem`), such as 422 `invalid-name`.
 *
 * @param place names the place in front of a pointer: '' for a body, '?' for a query.
 * @throws Problem
 */
export function parse<S extends z.ZodMiniType>(schema: S, value: unknown, place: '' | '?'): z.output<S> {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.flatMap((issue) => faultsOf(issue, place));
  const errors = faults.map(({ pointer, detail }) => ({ pointer, detail }));
  const codes = new Set(faults.map((fault) => fault.code));
  const [code] = codes;
  if (code !== undefined && codes.size === 1) throw new Problem(code, faults[0]?.detail, { errors });
  const [first] = errors;
  const detail = errors.length === 1 && first ? `${first.pointer || 'The body'}: ${first.detail}` : undefined;
  throw new Problem('invalid-request', detail, { errors });
}

interface CodedError extends FieldError {
  readonly code: ProblemCode | undefined;
}

function faultsOf(issue: z.core.$ZodIssue, place: '' | '?'): CodedError[] {
  const pointerTo = (path: readonly PropertyKey[]) =>
    place === '?' ? `?${path.map(String).join('.')}` : path.map((step) => `/${escaped(String(step))}`).join('');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: pointerTo([...issue.path, key]),
      detail: 'is not known here',
      code: undefined,
    }));
  }
  const named = issue.code === 'custom' ? issue.params?.problem : undefined;
  const code = typeof named === 'string' && isProblemCode(named) ? named : undefined;
  return [{ pointer: pointerTo(issue.path), detail: sentenceOf(issue), code }];
}

const kinds: Readonly<Record<string, string>> = { string: 'text', object: 'a JSON object' };

/** What is said about a wrong shape, after the name of the place; for a broken rule, the schema has the words. */
function sentenceOf(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'invalid_type' && issue.code !== 'invalid_value') return issue.message;
  if (issue.input === undefined) return 'is missing';
  if (issue.code === 'invalid_type') return `must be ${kinds[issue.expected] ?? issue.expected}`;
  return `must be ${issue.values.map((value) => `“${String(value)}”`).join(' or ')}`;
}

/** RFC 6901. */
function escaped(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}
