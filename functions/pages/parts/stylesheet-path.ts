import { createHash } from 'node:crypto';
import css from './styles.css';

let version: string | undefined;

/** Changes with the stylesheet. */
export function stylesheetVersion(): string {
  version ??= `${createHash('sha256').update(css).digest('hex').slice(0, 16)}.css`;
  return version;
}

export function stylesheetPath(): string {
  return `/styles/${stylesheetVersion()}`;
}
