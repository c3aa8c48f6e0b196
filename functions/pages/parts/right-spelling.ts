import { Problem } from '../../../shared/problems.ts';
import type { Loaded } from './page.tsx';

/** Loads what a page shows; if only the spelling of the name was wrong, and the right one is told, leads there. */
export async function orRightSpelling<D>(load: () => Promise<D>, pathOf: (name: string) => string): Promise<Loaded<D>> {
  try {
    return { show: await load() };
  } catch (error) {
    const spelling = error instanceof Problem ? error.extensions.name : undefined;
    if (typeof spelling !== 'string') throw error;
    return { redirect: pathOf(spelling) };
  }
}
