import type { StoredEntity, Write } from './table-store.ts';

/** One request of the table service's protocol, taken apart. */
export interface WireRequest {
  readonly method: string;
  readonly table: string;
  readonly key: { readonly partition: string; readonly row: string } | undefined;
  readonly ifMatch: string | undefined;
  readonly body: string;
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
