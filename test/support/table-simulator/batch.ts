import type { Write } from './table-store.ts';
import { type WireRequest, wireRequest, writeOf } from './wire-request.ts';

export interface Batch {
  readonly table: string;
  readonly writes: readonly Write[];
}

/** The writes in the body of `POST /$batch`: one changeset, each part an HTTP request of its own. */
export function batchOf(body: string): Batch {
  const parts = body
    .split(/^--changeset_[^\r\n]*$/m)
    .slice(1, -1)
    .map(requestIn);
  const [first] = parts;
  if (!first) throw new Error('The simulator found no changeset in a batch');
  return { table: first.table, writes: parts.map(writeOf) };
}

function requestIn(part: string): WireRequest {
  const [, method = '', url = '', rest = ''] =
    /^(POST|PUT|PATCH|MERGE|DELETE) (\S+) HTTP\/1\.1\r?\n([\s\S]*)$/m.exec(part) ?? [];
  const [head = '', ...body] = rest.split(/\r?\n\r?\n/);
  const headers = new Map(
    head.split(/\r?\n/).map((line) => {
      const at = line.indexOf(':');
      return [line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()] as const;
    }),
  );
  return wireRequest(method, url, (name) => headers.get(name), body.join('\n').trim());
}

const status: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  404: 'Not Found',
  409: 'Conflict',
  412: 'Precondition Failed',
};

const frame = (parts: readonly string[]) =>
  [
    '--batchresponse_1',
    'Content-Type: multipart/mixed; boundary=changesetresponse_1',
    '',
    ...parts.flatMap((part) => [
      '--changesetresponse_1',
      'Content-Type: application/http',
      'Content-Transfer-Encoding: binary',
      '',
      part,
      '',
    ]),
    '--changesetresponse_1--',
    '--batchresponse_1--',
  ].join('\r\n');

export function batchDone(tags: readonly (string | undefined)[]): string {
  return frame(
    tags.map((tag) =>
      ['HTTP/1.1 204 No Content', 'DataServiceVersion: 3.0;', ...(tag === undefined ? [] : [`ETag: ${tag}`]), ''].join(
        '\r\n',
      ),
    ),
  );
}

/** A refused batch has one part, and the index of the action in its message. */
export function batchRefused(code: number, error: string, index: number): string {
  const body = JSON.stringify({
    'odata.error': { code: error, message: { lang: 'en-US', value: `${index}:${error}` } },
  });
  return frame([`HTTP/1.1 ${code} ${status[code] ?? ''}\r\nContent-Type: application/json\r\n\r\n${body}`]);
}
