import type { StoredEntity } from './entity.ts';
import type { Write } from './table-store.ts';

/** One request of the table service's protocol, taken apart. */
export interface WireRequest {
  readonly method: string;
  readonly table: string;
  readonly key: { readonly partition: string; readonly row: string } | undefined;
  readonly ifMatch: string | undefined;
  readonly body: string;
}

/** Table and keys out of `/t`, `/t()` or `/t(PartitionKey='p',RowKey='r')`. */
export function wireRequest(
  method: string,
  url: string,
  header: (name: string) => string | undefined,
  body: string,
): WireRequest {
  const path = decodeURIComponent(new URL(url).pathname.slice(1));
  const [, table, keys] = /^([A-Za-z][A-Za-z0-9]*)(?:\((.*)\))?$/s.exec(path) ?? [];
  if (table === undefined) throw new Error(`The simulator does not know ${method} ${path}`);
  const [, partition, row] = /^PartitionKey='((?:[^']|'')*)',RowKey='((?:[^']|'')*)'$/s.exec(keys ?? '') ?? [];
  const key =
    partition === undefined || row === undefined
      ? undefined
      : { partition: partition.replaceAll("''", "'"), row: row.replaceAll("''", "'") };
  return { method, table, key, ifMatch: header('if-match'), body };
}

/** What a request writes. */
export function writeOf({ method, table, key, ifMatch, body }: WireRequest): Write {
  if (method === 'DELETE' && key) return { kind: 'delete', ...key, ifMatch: ifMatch ?? '*' };
  const entity = JSON.parse(body) as StoredEntity;
  if (method === 'POST') return { kind: 'insert', entity };
  if (key && (method === 'PUT' || method === 'PATCH' || method === 'MERGE')) {
    const whole = { ...entity, PartitionKey: key.partition, RowKey: key.row };
    return { kind: method === 'PUT' ? 'replace' : 'merge', entity: whole, ifMatch };
  }
  throw new Error(`The simulator does not know ${method} ${table}`);
}
