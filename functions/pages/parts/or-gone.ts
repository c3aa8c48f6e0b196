import { Problem } from '../../../shared/problems.ts';

/** What an answer cannot tell apart. */
const ends = {
  invitation: 'it was withdrawn or answered, or the organization is closed',
  offer: 'it was withdrawn or answered, or the registry removed the package',
} as const;

/**
 * Answers what stood on the page a moment ago; where it is not found, says what has become of it. To a stranger as well,
 * who learns no more by it than by the refusal itself.
 */
export async function orGone<T>(what: keyof typeof ends, answer: () => Promise<T>): Promise<T> {
  try {
    return await answer();
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'not-found') throw error;
    throw new Problem('not-found', `This ${what} is no longer there: ${ends[what]}.`);
  }
}
