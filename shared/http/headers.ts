import type { Config } from '../config.ts';

const everywhere = {
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
} as const;

const pagePolicy =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
const dataPolicy = "default-src 'none'; frame-ancestors 'none'";

/** Source: API 7. Under `no-referrer` a browser sends `Origin: null` with a form, so pages have `same-origin`. */
export function standardHeaders(requestId: string, isPage: boolean): Record<string, string> {
  return {
    ...everywhere,
    'X-Request-Id': requestId,
    'Cache-Control': 'no-store',
    'Content-Security-Policy': isPage ? pagePolicy : dataPolicy,
    'Referrer-Policy': isPage ? 'same-origin' : 'no-referrer',
  };
}

/** What lets the known frontends read an answer of the API. Never `*`, for the cookie is sent too. */
export function corsHeaders(origin: string | null, config: Config): Record<string, string> {
  if (origin === null || !config.frontendOrigins.includes(origin)) return { Vary: 'Origin' };
  return {
    Vary: 'Origin',
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Credentials': 'true',
    'Access-Control-Expose-Headers': 'Location, Retry-After, X-Request-Id',
  };
}

/** The answer to a preflight. */
export function preflightHeaders(methods: readonly string[]): Record<string, string> {
  return {
    'Access-Control-Allow-Methods': methods.join(', '),
    'Access-Control-Allow-Headers': 'Content-Type',
    'Access-Control-Max-Age': '600',
  };
}
