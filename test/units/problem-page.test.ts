import { expect, test } from 'vitest';
import { problemPage } from '../../functions/pages/parts/problem-view.tsx';
import { Problem } from '../../shared/problems.ts';

const wayOut = (path: string) =>
  /<a class="button" href="([^"]*)"/.exec(problemPage(new Problem('busy'), 'the-id', path))?.[1];

/** Let `wayOut` take the path as it is. */
test('a refusal leads back to its page, and never to another host or to a callback that was used', () => {
  expect(wayOut('/account/sessions?cursor=x')).toBe('/account/sessions?cursor=x');
  expect(wayOut('//evil.example/account')).toBe('/account');
  expect(wayOut('/sign-in/callback?code=x')).toBe('/account');
});
