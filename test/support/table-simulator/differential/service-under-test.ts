import { RestError } from '@azure/core-rest-pipeline';
import { TableClient, type TableServiceClientOptions, type TransactionAction } from '@azure/data-tables';
import type { Action, EntityKey, Operation, Request, Tag } from './operation.ts';

/** What came of an operation, in terms that two services can share: no ETags and no times. */
export type Outcome =
  | { readonly done: unknown }
  | { readonly status: number | undefined; readonly code: string | undefined; readonly index?: number }
  | { readonly thrown: string };

export interface ServiceUnderTest {
  perform(operation: Operation): Promise<Outcome>;
  /** Every row of the table, as `list` shows them. */
  rows(): Promise<Outcome>;
}

type Entity = Readonly<Record<string, unknown>>;

/** A well-formed ETag that no row has. */
const neverTag = `W/"datetime'2001-01-01T00%3A00%3A00.0000000Z'"`;
const mostPages = 5;

/** One table behind the real SDK, and a table beside it that does not exist. */
export async function serviceUnderTest(
  connectionString: string,
  table: string,
  options: TableServiceClientOptions = {},
): Promise<ServiceUnderTest> {
  const clientFor = (name: string) =>
    TableClient.fromConnectionString(connectionString, name, {
      retryOptions: { maxRetries: 0 },
      ...options,
      allowInsecureConnection: true,
    });
  const clients = { present: clientFor(table), missing: clientFor(`${table}missing`) };
  await clients.present.createTable();
  const tags = new Map<string, { readonly right: string; readonly stale: string }>();
  const nameOf = ({ partitionKey, rowKey }: EntityKey) => JSON.stringify([partitionKey, rowKey]);

  function tagFor(entity: EntityKey, tag: Tag): string {
    if (tag === 'any') return '*';
    if (tag === 'malformed') return '"strong"';
    return tags.get(nameOf(entity))?.[tag] ?? neverTag;
  }

  function remember(entity: EntityKey, etag: string | undefined): void {
    const before = tags.get(nameOf(entity))?.right ?? neverTag;
    if (etag !== undefined) tags.set(nameOf(entity), { right: etag, stale: before });
  }

  /** A row without what differs between services, and whether its ETag is the one its last write answered. */
  function shown({ etag, timestamp: _, ...columns }: Entity, entity = columns as unknown as EntityKey) {
    const metadata = columns['odata.metadata'] !== undefined && { 'odata.metadata': 'its address' };
    return { ...columns, ...metadata, hasLastTag: etag === tags.get(nameOf(entity))?.right };
  }

  async function act(client: TableClient, action: Action): Promise<void> {
    const { entity } = action;
    switch (action.kind) {
      case 'insert':
        return remember(entity, (await client.createEntity(action.entity)).etag);
      case 'update': {
        const etag = tagFor(entity, action.tag);
        return remember(entity, (await client.updateEntity(action.entity, action.mode, { etag })).etag);
      }
      case 'upsert':
        return remember(entity, (await client.upsertEntity(action.entity, action.mode)).etag);
      case 'delete': {
        await client.deleteEntity(entity.partitionKey, entity.rowKey, { etag: tagFor(entity, action.tag) });
      }
    }
  }

  function inTransaction(action: Action): TransactionAction {
    switch (action.kind) {
      case 'insert':
        return ['create', action.entity];
      case 'update':
        return ['update', action.entity, action.mode, { etag: tagFor(action.entity, action.tag) }];
      case 'upsert':
        return ['upsert', action.entity, action.mode];
      case 'delete':
        return ['delete', { ...action.entity }];
    }
  }

  async function transact(client: TableClient, actions: readonly Action[]): Promise<unknown> {
    const { subResponses } = await client.submitTransaction(actions.map(inTransaction));
    for (const [index, { entity }] of actions.entries()) remember(entity, subResponses[index]?.etag);
    return subResponses.map(({ status }) => status);
  }

  async function list(client: TableClient, filter: string, select: readonly string[] | undefined, pageRows: number) {
    const queryOptions = { filter, ...(select && { select: [...select] }) };
    const pages: unknown[] = [];
    for await (const page of client.listEntities<Entity>({ queryOptions }).byPage({ maxPageSize: pageRows })) {
      pages.push({ rows: page.map((row) => shown(row)), continues: page.continuationToken !== undefined });
      if (pages.length === mostPages) break;
    }
    return pages;
  }

  function send(client: TableClient, request: Request): Promise<unknown> {
    switch (request.kind) {
      case 'read': {
        const queryOptions = request.select && { select: [...request.select] };
        const { partitionKey, rowKey } = request.entity;
        return client
          .getEntity<Entity>(partitionKey, rowKey, { ...(queryOptions && { queryOptions }) })
          .then((row) => shown(row, request.entity));
      }
      case 'list':
        return list(client, request.filter, request.select, request.pageRows);
      case 'transact':
        return transact(client, request.actions);
      default:
        return act(client, request);
    }
  }

  return {
    async perform(operation) {
      try {
        return { done: await send(clients[operation.table], operation) };
      } catch (error) {
        return refusal(error);
      }
    },
    rows: async () => ({ done: await list(clients.present, '', undefined, 1000) }),
  };
}

function refusal(error: unknown): Outcome {
  if (!(error instanceof RestError)) return { thrown: (error as Error).name };
  const details = error.details as { odataError?: { code?: string } } | undefined;
  const index = /^(\d+):/.exec(error.message)?.[1];
  return {
    status: error.statusCode,
    code: details?.odataError?.code ?? error.code,
    ...(index !== undefined && { index: Number(index) }),
  };
}
