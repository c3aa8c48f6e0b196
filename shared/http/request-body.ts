import type { HttpRequest } from '@azure/functions';
import { parseJson } from '../json.ts';
import { Problem } from '../problems.ts';
import { bodyLimitBytes, type Endpoint } from './endpoint.ts';

const formType = 'application/x-www-form-urlencoded';

/** The media type without its parameters, and every charset that those name; lower-cased. */
function mediaTypeOf(request: HttpRequest): { type: string; charsets: readonly string[] } {
  const [type = '', ...parameters] = (request.headers.get('content-type') ?? '').toLowerCase().split(';');
  const charsets = parameters
    .map((one) => one.split('='))
    .filter(([name]) => name?.trim() === 'charset')
    .map(([, ...value]) => value.join('=').trim());
  return { type: type.trim(), charsets };
}

export function isForm(request: { header(name: string): string | undefined }): boolean {
  return (request.header('content-type') ?? '').toLowerCase().split(';')[0]?.trim() === formType;
}

/**
 * Length and type, judged by the headers alone: what is too large is refused unread.
 *
 * Source: API 5.
 * @throws Problem `length-required`, `too-large`, `unsupported-media-type`
 */
export function checkBodyHeaders(request: HttpRequest, endpoint: Endpoint): void {
  const length = request.headers.get('content-length');
  if (length === null) {
    const isChunked = request.headers.has('transfer-encoding');
    if (isChunked || (endpoint.body && request.method !== 'GET' && request.method !== 'DELETE')) {
      throw new Problem('length-required');
    }
  } else {
    if (!/^\d+$/.test(length)) throw new Problem('length-required', 'The Content-Length is not a number of bytes.');
    if (Number(length) > bodyLimitBytes) throw new Problem('too-large');
  }
  if (!endpoint.body) return;
  const { type, charsets } = mediaTypeOf(request);
  const wanted = endpoint.bodyType === 'form' ? formType : 'application/json';
  if (type !== wanted || !charsets.every((charset) => /^(?:utf-8|"utf-8")$/.test(charset))) {
    throw new Problem('unsupported-media-type', `The body must be ${wanted} in UTF-8.`);
  }
}

/** The body as a value, not yet checked against its schema. @throws Problem `invalid-request` */
export async function readBody(request: HttpRequest, endpoint: Endpoint): Promise<unknown> {
  if (!endpoint.body) return undefined;
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > bodyLimitBytes) throw new Problem('too-large');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new Problem('invalid-request', 'The body is not UTF-8.', { cause });
  }
  return endpoint.bodyType === 'form' ? formValue(text) : jsonValue(text);
}

function jsonValue(text: string): unknown {
  try {
    return parseJson(text);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    const detail =
      text === ''
        ? 'The body is empty; it must be JSON.'
        : 'The body is not well-formed JSON, or names a member twice.';
    throw new Problem('invalid-request', detail, { errors: [{ pointer: '', detail }], cause });
  }
}

function formValue(text: string): Record<string, string> {
  const fields = [...new URLSearchParams(text)];
  const names = new Set(fields.map(([name]) => name));
  if (names.size !== fields.length) throw new Problem('invalid-request', 'A field of the form was sent twice.');
  // A schema of records silently skips this one, and unknown fields must be refused.
  if (names.has('__proto__')) throw new Problem('invalid-request', 'The form has a field that is not known here.');
  return Object.fromEntries(fields);
}
