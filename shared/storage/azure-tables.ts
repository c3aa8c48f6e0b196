import { odata, TableClient, type TableServiceClientOptions, type TransactionAction } from '@azure/data-tables';
import type { TokenCredential } from '@azure/identity';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { once } from '../once.ts';
import { failedIndexOf, faultOf, refusalOf } from './azure-error.ts';
import { requestBudget, signalOf } from './request-budget.ts';
import {
  type Action,
  type Column,
  type Key,
  type Range,
  type Row,
  type Scope,
  type StoredRow,
  type TableName,
  type Tables,
  tableNames,
} from './tables.ts';

type ClientOptions = TableServiceClientOptions;
type Entity = Record<string, unknown> & { etag?: string };

/** How clients reach the service; tests give their own HTTP client and policies. */
function clientFor(
  config: Config,
  options: ClientOptions,
  credential = managedIdentity(config.managedIdentityClientId),
): (table: TableName) => TableClient {
  const { location, prefix } = config.tables;
  const make = (table: TableName) => {
    const name = `${prefix}${table}`;
    if (location.kind === 'connection-string') {
      return TableClient.fromConnectionString(location.connectionString, name, {
        ...options,
        allowInsecureConnection: true,
      });
    }
    return new TableClient(location.url, name, credential, options);
  };
  const clients = new Map<TableName, TableClient>();
  return (table) => {
    const client = clients.get(table) ?? make(table);
    clients.set(table, client);
    return client;
  };
}

/** Loaded only when a token is asked for: the identity library is the heaviest thing in the bundle. */
function managedIdentity(clientId: string | undefined): TokenCredential {
  const credential = once(async () => {
    const { ManagedIdentityCredential } = await import('@azure/identity');
    return clientId === undefined ? new ManagedIdentityCredential() : new ManagedIdentityCredential({ clientId });
  });
  return { getToken: async (scopes, options) => (await credential()).getToken(scopes, options) };
}

function withBudget(clock: Clock, options: ClientOptions): ClientOptions {
  return {
    ...options,
    additionalPolicies: [{ position: 'perRetry', policy: requestBudget(clock) }, ...(options.additionalPolicies ?? [])],
  };
}

/**
 * Azure Table Storage through its SDK. Bound to a scope by `within`; nothing is sent outside one.
 *
 * @param credential used when there is no connection string; by default the managed identity.
 */
export function azureTables(
  config: Config,
  clock: Clock,
  options: ClientOptions = {},
  credential?: TokenCredential,
): Tables {
  const client = clientFor(config, withBudget(clock, options), credential);
  return within({ deadline: Number.NEGATIVE_INFINITY, sent: 0 });

  function within(scope: Scope): Tables {
    const during = () => ({ abortSignal: signalOf(scope, clock) });

    async function outcome<R extends string>(what: string, expected: readonly R[], send: () => Promise<unknown>) {
      try {
        await send();
        return 'done' as const;
      } catch (error) {
        const refusal = expected.find((one) => one === refusalOf(error));
        if (refusal !== undefined) return refusal;
        throw faultOf(error, what);
      }
    }

    return {
      within,

      async read(table, key) {
        try {
          return storedRow(await client(table).getEntity<Entity>(key.partition, key.row, during()));
        } catch (error) {
          if (refusalOf(error) === 'absent') return undefined;
          throw faultOf(error, `read ${table}`);
        }
      },

      async list(table, range, { limit = 1000, select, cursor } = {}) {
        const queryOptions = {
          filter: filterOf(range),
          ...(select && { select: ['PartitionKey', 'RowKey', ...select] }),
        };
        const pages = client(table)
          .listEntities<Entity>({ queryOptions, ...during() })
          .byPage({ maxPageSize: limit, ...(cursor !== undefined && { continuationToken: cursor }) });
        try {
          const { value: page } = await pages.next();
          const next: string | undefined = page?.continuationToken;
          return { rows: (page ?? []).map(storedRow), ...(next && { next }) };
        } catch (error) {
          throw faultOf(error, `list ${table}`);
        }
      },

      insert: (table, row) =>
        outcome(`insert into ${table}`, ['exists'], () => client(table).createEntity(entityOf(row), during())),

      replace: (table, row, etag) =>
        outcome(`replace in ${table}`, ['changed', 'absent'], () =>
          client(table).updateEntity(entityOf(row), 'Replace', { etag, ...during() }),
        ),

      remove: (table, key, etag) =>
        outcome(`remove from ${table}`, ['changed', 'absent'], () =>
          client(table).deleteEntity(key.partition, key.row, { etag, ...during() }),
        ),

      async transact(table, actions) {
        try {
          await client(table).submitTransaction(actions.map(transactionAction), during());
          return 'done';
        } catch (error) {
          const refused = refusalOf(error);
          if (refused !== undefined) return { refused, index: failedIndexOf(error) };
          throw faultOf(error, `a transaction in ${table}`);
        }
      },
    };
  }
}

/** Creates what is missing. On Azure the infrastructure does it; this is for a laptop and for tests. */
export async function createTables(config: Config, options: ClientOptions = {}): Promise<void> {
  const client = clientFor(config, options);
  await Promise.all(tableNames.map((table) => client(table).createTable()));
}

function entityOf(row: Row) {
  return { partitionKey: row.partition, rowKey: row.row, ...row.columns };
}

function storedRow(entity: Entity): StoredRow {
  const { partitionKey, rowKey, etag, timestamp: _, 'odata.metadata': __, ...columns } = entity;
  return {
    partition: String(partitionKey),
    row: String(rowKey),
    etag: etag ?? '',
    columns: columns as Record<string, Column>,
  };
}

function transactionAction(action: Action): TransactionAction {
  switch (action.kind) {
    case 'insert':
      return ['create', entityOf(action.row)];
    case 'replace':
      return ['update', entityOf(action.row), 'Replace', { etag: action.etag }];
    case 'remove':
      return ['delete', keyEntity(action.key)];
  }
}

function keyEntity(key: Key) {
  return { partitionKey: key.partition, rowKey: key.row };
}

function filterOf(range: Range): string {
  if ('partitionFrom' in range) {
    return odata`PartitionKey ge ${range.partitionFrom} and PartitionKey lt ${range.partitionBelow}`;
  }
  const partition = odata`PartitionKey eq ${range.partition}`;
  const from = range.rowFrom === undefined ? '' : odata` and RowKey ge ${range.rowFrom}`;
  const below = range.rowBelow === undefined ? '' : odata` and RowKey lt ${range.rowBelow}`;
  return `${partition}${from}${below}`;
}
