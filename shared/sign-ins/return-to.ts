import type { Config } from '../config.ts';

/** Where people land who did not say where to go. */
const defaultReturn = '/account';

/** Where a username is chosen, which a sign-in leads to by itself: whoever was led back there would never come out. */
const registration = /^\/register(?:\?|$)/;

const segment = String.raw`(?!\.{1,2}(?:/|$|\?))[A-Za-z0-9._~-]+`;
const path = new RegExp(String.raw`^(?:/|(?:/${segment})+)(?:\?[!-~]*)?$`);

/**
 * An address that a sign-in may end at: a path of this service, or a URL of a known frontend. Anything else becomes
 * `/account`. No percent-encoding in the path and no empty segment, so that nothing reads it differently from here.
 *
 * Source: API 4.
 */
export function safeReturnTo(wanted: string | null | undefined, config: Config): string {
  if (wanted === null || wanted === undefined || wanted.length > 2000) return defaultReturn;
  if (isPath(wanted)) return registration.test(wanted) ? defaultReturn : wanted;
  const frontend = config.frontendOrigins.find(
    (origin) => wanted === origin || wanted.startsWith(`${origin}/`) || wanted.startsWith(`${origin}?`),
  );
  if (frontend === undefined) return defaultReturn;
  const rest = wanted.slice(frontend.length);
  return isPath(rest === '' || rest.startsWith('?') ? `/${rest}` : rest) ? wanted : defaultReturn;
}

function isPath(text: string): boolean {
  return path.test(text) && !text.includes('#') && !text.includes('\\');
}

/** Whether the address is one of this service, so that a form may end at it. */
export function isOwnPath(returnTo: string): boolean {
  return returnTo.startsWith('/');
}
