import { createHttpHeaders, type HttpClient, type PipelineRequest } from '@azure/core-rest-pipeline';
import { batchDone, batchOf, batchRefused } from './batch.ts';
import { TableError } from './table-error.ts';
import type { TableStore } from './table-store.ts';
import { wireRequest, writeOf } from './wire-request.ts';

interface Reply {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

const mostBodyBytes = 4 * 1024 * 1024;

/** The table service in this process: given to the SDK in place of the network. */
export function simulatedHttpClient(store: TableStore): HttpClient {
  return {
    async sendRequest(request) {
      // As over a network, nothing is answered within the same turn.
      await Promise.resolve();
      if (request.abortSignal?.aborted) throw new DOMException('Given up before it was sent', 'AbortError');
      const { status, headers = {}, body } = reply(store, request);
      return {
        request,
        status,
        headers: createHttpHeaders({ 'content-type': 'application/json', ...headers }),
        ...(body !== undefined && { bodyAsText: body }),
      };
    },
  };
}

function reply(store: TableStore, request: PipelineRequest): Reply {
  const url = new URL(request.url);
  const body = typeof request.body === 'string' ? request.body : '';
  try {
    if (Buffer.byteLength(body) > mostBodyBytes) throw new TableError(413, 'RequestBodyTooLarge');
    if (url.pathname === '/$batch') return batchReply(store, body);
    if (url.pathname === '/Tables') {
      store.createTable(String((JSON.parse(body) as { TableName: string }).TableName));
      return { status: 201, body: '{}' };
    }
    return singleReply(store, request, url, body);
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    const message = { lang: 'en-US', value: error.code };
    return { status: error.status, body: JSON.stringify({ 'odata.error': { code: error.code, message } }) };
  }
}

function batchReply(store: TableStore, body: string): Reply {
  const { table, writes } = batchOf(body);
  store.requests.push(`BATCH ${table}`);
  const headers = { 'content-type': 'multipart/mixed; boundary=batchresponse_1' };
  try {
    return { status: 202, headers, body: batchDone(store.write(table, writes)) };
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    return { status: 202, headers, body: batchRefused(error.status, error.code, error.index) };
  }
}

function singleReply(store: TableStore, request: PipelineRequest, url: URL, body: string): Reply {
  const parts = wireRequest(request.method, request.url, (name) => request.headers.get(name), body);
  const { table, key } = parts;
  store.requests.push(`${request.method} ${table}`);
  if (request.method === 'GET' && key) {
    const entity = store.read(table, key.partition, key.row);
    return {
      status: 200,
      headers: { etag: String(entity['odata.etag']) },
      // A single entity, not one in a list, comes with this; the SDK takes it for a column.
      body: JSON.stringify({ 'odata.metadata': `${url.origin}/$metadata#${table}/@Element`, ...selected(entity, url) }),
    };
  }
  if (request.method === 'GET') return listReply(store, table, url);
  const [tag] = store.write(table, [writeOf(parts)]);
  return { status: 204, ...(tag !== undefined && { headers: { etag: tag } }) };
}

function listReply(store: TableStore, table: string, url: URL): Reply {
  const parameter = (name: string) => url.searchParams.get(name);
  const [partition, row] = [parameter('NextPartitionKey'), parameter('NextRowKey')];
  const { entities, next } = store.query(table, {
    filter: parameter('$filter'),
    top: Number(parameter('$top') ?? 1000),
    // What a continuation says is the service's own business; here, whether its page was empty.
    from: partition === null || row === null ? undefined : continuation(partition, row),
  });
  return {
    status: 200,
    body: JSON.stringify({ value: entities.map((entity) => selected(entity, url)) }),
    ...(next && {
      headers: {
        'x-ms-continuation-nextpartitionkey': `${next.wasEmpty ? '1' : '0'}${inHeader(next.partition)}`,
        'x-ms-continuation-nextrowkey': inHeader(next.row),
      },
    }),
  };
}

function continuation(partition: string, row: string) {
  return { partition: fromHeader(partition.slice(1)), row: fromHeader(row), wasEmpty: partition.startsWith('1') };
}

/** Keys are any text, headers are not. */
const inHeader = (key: string) => Buffer.from(key).toString('base64url');
const fromHeader = (header: string) => Buffer.from(header, 'base64url').toString();

function selected(entity: Readonly<Record<string, unknown>>, url: URL): Record<string, unknown> {
  const names = url.searchParams.get('$select')?.split(',');
  if (!names) return entity;
  const wanted = new Set([...names, 'odata.etag', ...names.map((name) => `${name}@odata.type`)]);
  return Object.fromEntries(Object.entries(entity).filter(([name]) => wanted.has(name)));
}
