import type { Cookie } from '@azure/functions';

/** What each cookie is for: API 3. `notice` carries the code of a sentence that the next page shows once. */
const cookieNames = {
  browser: '__Host-browser',
  registration: '__Host-registration',
  session: '__Host-session',
  notice: '__Host-notice',
} as const;
export type CookieName = keyof typeof cookieNames;

const attributes = { path: '/', secure: true, httpOnly: true, sameSite: 'Lax' } as const;

/** `seconds` absent: until the browser closes. */
export function setCookie(name: CookieName, value: string, seconds?: number): Cookie {
  return { ...attributes, name: cookieNames[name], value, ...(seconds !== undefined && { maxAge: seconds }) };
}

/** A zero date is dropped by the Functions host; a zero age is not. */
export function expireCookie(name: CookieName): Cookie {
  return { ...attributes, name: cookieNames[name], value: '', maxAge: 0 };
}

/**
 * The value of a cookie of ours. One sent twice counts as absent, for nobody can tell which is ours; a value with
 * characters that this service never writes counts as absent too. Only what HTTP calls white space may precede a
 * name: a browser does not guard `__Host-` behind any other, so a neighbouring domain could set such a cookie.
 *
 * Source: API 3.
 */
export function readCookie(header: string | null | undefined, name: CookieName): string | undefined {
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.replace(/^[ \t]+/, ''))
    .filter((pair) => pair.startsWith(`${cookieNames[name]}=`))
    .map((pair) => pair.slice(cookieNames[name].length + 1));
  const [value, ...more] = values;
  return value !== undefined && more.length === 0 && /^[A-Za-z0-9._-]+$/.test(value) ? value : undefined;
}
