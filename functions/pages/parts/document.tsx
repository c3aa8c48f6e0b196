import type { JSX } from 'preact';
import { render } from 'preact-render-to-string';

/** A whole page as text. */
export function documentOf(page: JSX.Element): string {
  return `<!doctype html>${render(page)}`;
}
