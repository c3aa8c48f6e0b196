import type { Cookie } from '@azure/functions';
import type { Answer } from './endpoint.ts';

/** The answers an endpoint gives, by name. */
export function ok<B>(
  body: B,
  extra: { cookies?: readonly Cookie[]; headers?: Record<string, string> } = {},
): Answer<200, B> {
  return { status: 200, body, ...extra };
}

export function created<B>(location: string, body: B, cookies: readonly Cookie[] = []): Answer<201, B> {
  return { status: 201, body, headers: { Location: location }, cookies };
}

export function noContent(
  extra: { cookies?: readonly Cookie[]; headers?: Record<string, string> } = {},
): Answer<204, undefined> {
  return { status: 204, body: undefined, ...extra };
}

export function seeOther(
  location: string,
  extra: { cookies?: readonly Cookie[]; headers?: Record<string, string> } = {},
): Answer<303, undefined> {
  return { status: 303, body: undefined, ...extra, headers: { ...extra.headers, Location: location } };
}

export function accepted<B>(body: B, extra: { cookies?: readonly Cookie[] } = {}): Answer<202, B> {
  return { status: 202, body, ...extra };
}
