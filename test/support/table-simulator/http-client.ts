import { createHttpHeaders, type HttpClient, type PipelineRequest } from '@azure/core-rest-pipeline';
import { batchDone, batchOf, batchRefused, wireRequest } from './batch.ts';
import { TableError } from './table-error.ts';
import { type TableStore, WriteError } from './table-store.ts';
import { writeOf } from './wire-request.ts';

interface Reply {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** The table service in this process: given to the SDK in place of the network. */
export function simulatedHttpClient(store: TableStore): HttpClient {
  return {
    async sendRequest(request) {
      // As over a network, nothing is answered within the same turn.
      await Promise.resolve();
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
  if (url.pathname === '/$batch') return batchReply(store, body);
  try {
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
    const index = error instanceof WriteError ? error.index : 0;
    return { status: 202, headers, body: batchRefused(error.status, error.code, index) };
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
      body: JSON.stringify(selected(entity, url)),
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
        'x-ms-continuation-nextpartitionkey': `${next.wasEmpty ? '1' : '0'}${next.partition}`,
        'x-ms-continuation-nextrowkey': next.row,
      },
    }),
  };
}

function continuation(partition: string, row: string) {
  return { partition: partition.slice(1), row, wasEmpty: partition.startsWith('1') };
}

function selected(entity: Readonly<Record<string, unknown>>, url: URL): Record<string, unknown> {
  const names = url.searchParams.get('$select')?.split(',');
  if (!names) return entity;
  const wanted = new Set([...names, 'odata.etag', ...names.map((name) => `${name}@odata.type`)]);
  return Object.fromEntries(Object.entries(entity).filter(([name]) => wanted.has(name)));
}
