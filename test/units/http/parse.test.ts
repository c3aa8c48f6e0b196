import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { parse } from '../../../shared/http/parse.ts';
import { AccountNameText } from '../../../shared/names/account-name.ts';
import type { Problem } from '../../../shared/problems.ts';

const schema = z.strictObject({ username: AccountNameText, role: z.enum(['admin', 'collaborator']) });

function refusalOf(value: unknown, place: '' | '?' = ''): Pick<Problem, 'code' | 'detail' | 'errors'> {
  try {
    parse(schema, value, place);
  } catch (problem) {
    const { code, detail, errors } = problem as Problem;
    return { code, detail, errors };
  }
  throw new Error('Nothing is refused');
}

/** Delete the line in `sentenceOf` that makes one of these, and its sentence is the library's. */
test.each([
  [{ role: 'admin' }, '/username', 'is missing'],
  [{ username: 7, role: 'admin' }, '/username', 'must be text'],
  [{ username: 'Ada' }, '/role', 'is missing'],
  [{ username: 'Ada', role: 'owner' }, '/role', 'must be “admin” or “collaborator”'],
  [{ username: 'Ada', role: 'admin', 'a/b': 1 }, '/a~1b', 'is not known here'],
])('%j is refused at %s, which %s', (value, pointer, detail) => {
  const errors = [{ pointer, detail }];
  expect(refusalOf(value)).toEqual({ code: 'invalid-request', detail: `${pointer}: ${detail}`, errors });
});

test('the fault of not being an object is reported for the whole body', () => {
  expect(refusalOf('Ada').detail).toBe('The body: must be a JSON object');
});

test('every fault is listed, and a single one is also the detail', () => {
  const { detail, errors } = refusalOf({ username: 7 }, '?');
  expect(errors).toEqual([
    { pointer: '?username', detail: 'must be text' },
    { pointer: '?role', detail: 'is missing' },
  ]);
  expect(detail).toContain('The answer lists every fault');
});

test('a rule of the domain has its own code and sentence', () => {
  expect(refusalOf({ username: 'a', role: 'admin' })).toMatchObject({ code: 'invalid-name' });
});
