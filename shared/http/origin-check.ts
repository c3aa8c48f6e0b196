import type { Config } from '../config.ts';
import { Problem } from '../problems.ts';

/**
 * Whether a change of state was requested by a page of ours or of a known frontend. Browsers send `Origin`
 * with every such request; `Sec-Fetch-Site` stands in where one was stripped. Neither can be set by a page.
 *
 * Source: API 5.
 * @throws Problem `cross-origin`
 */
export function checkOrigin(headers: Headers, config: Config): void {
  const origin = headers.get('origin');
  const isOurs =
    origin === null
      ? headers.get('sec-fetch-site') === 'same-origin'
      : origin === config.publicOrigin || config.frontendOrigins.includes(origin);
  if (!isOurs) throw new Problem('cross-origin');
}
