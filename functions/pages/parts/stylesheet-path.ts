import { createHash } from 'node:crypto';
import { once } from '../../../shared/once.ts';
import css from './styles.css';

/** Changes with the stylesheet. */
export const stylesheetVersion = once(() => `${createHash('sha256').update(css).digest('hex').slice(0, 16)}.css`);

export function stylesheetPath(): string {
  return `/styles/${stylesheetVersion()}`;
}
