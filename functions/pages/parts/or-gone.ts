import { Problem } from '../../../shared/problems.ts';

/**
 * Answers what stood on the page a moment ago; where it is not found, says what has become of it. To a stranger as well,
 * who learns no more by it than by the refusal itself.
 */
export async function orGone<T>(what: 'invitation' | 'offer', answer: () => Promise<T>): Promise<T> {
  try {
    return await answer();
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'not-found') throw error;
    throw new Problem('not-found', `This ${what} is no longer there. It was withdrawn or answered already.`);
  }
}
