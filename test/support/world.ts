import type { TableServiceClientOptions } from '@azure/data-tables';
import azure, { type HttpResponseInit } from '@azure/functions';
import type { TokenCredential } from '@azure/identity';
import { contents } from '../../functions/contents.ts';
import { problemPage } from '../../functions/pages/parts/problem-view.tsx';
import type { Config } from '../../shared/config.ts';
import { catchAllOf } from '../../shared/http/catch-all.ts';
import type { Endpoint } from '../../shared/http/endpoint.ts';
import { handlerOf, type Pipeline } from '../../shared/http/handler.ts';
import { rateLimits } from '../../shared/http/rate-limits.ts';
import { routePattern } from '../../shared/http/route-pattern.ts';
import type { IdentityProvider } from '../../shared/identity/identity-provider.ts';
import type { RegistryTokens } from '../../shared/identity/registry-tokens.ts';
import type { LogFields } from '../../shared/log.ts';
import { type Random, systemRandom } from '../../shared/random.ts';
import type { Services } from '../../shared/services.ts';
import { azureTables } from '../../shared/storage/azure-tables.ts';
import { tableNames } from '../../shared/storage/tables.ts';
import { type TestClock, testClock } from './clock.ts';
import { testConfig } from './config.ts';
import { type People, peopleProvider } from './people.ts';
import { literalRegistryTokens } from './registry-actor.ts';
import { simulatedHttpClient } from './table-simulator/http-client.ts';
import { createTableStore, type TableStore } from './table-simulator/table-store.ts';

export const allEndpoints: readonly Endpoint[] = await Promise.all(contents.map((address) => address.endpoint()));

export interface LogLine {
  readonly level: string;
  readonly event: string;
  readonly fields: LogFields;
  readonly cause: unknown;
}

/** One running process over a store that others may share. */
export interface World {
  readonly config: Config;
  readonly clock: TestClock;
  readonly store: TableStore;
  readonly services: Services;
  readonly people: People;
  readonly log: LogLine[];
  send(method: string, path: string, options?: SendOptions): Promise<Sent>;
}

export interface SendOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface Sent {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: NonNullable<HttpResponseInit['cookies']>;
  readonly text: string;
  /** Requests to storage that the answer took; a host at an address does not tell. */
  readonly storageRequests?: number;
}

export interface WorldOptions {
  readonly settings?: Readonly<Record<string, string | undefined>>;
  /** Another process's: the same storage, clock and people. */
  readonly beside?: World;
  readonly provider?: IdentityProvider;
  /** Absent: whatever token names its roles is believed. */
  readonly registryTokens?: (config: Config, clock: TestClock) => RegistryTokens;
  readonly tables?: TableServiceClientOptions;
  readonly random?: Random;
}

/** As on Azure, storage is shown a token: signing every request with a key would take a seventh of the laboratory's time. */
const inMemory = { TABLES_CONNECTION_STRING: undefined, TABLES_URL: 'https://tables.example.org' };
const believed: TokenCredential = {
  getToken: async () => ({ token: 'test', expiresOnTimestamp: Number.POSITIVE_INFINITY }),
};

/** The whole service in this process: the real pipeline and SDK over simulated tables, with a clock that obeys. */
export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const { beside } = options;
  const config = testConfig({ ...inMemory, ...options.settings });
  const clock = beside?.clock ?? testClock();
  const store = beside?.store ?? createTableStore({ now: clock.now });
  const httpClient = simulatedHttpClient(store);
  if (!beside) for (const table of tableNames) store.createTable(`${config.tables.prefix}${table}`);
  const people = beside?.people ?? peopleProvider(clock);
  const log: LogLine[] = [];
  const services: Services = {
    config,
    clock,
    random: options.random ?? systemRandom,
    tables: azureTables(config, clock, { retryOptions: { maxRetries: 0 }, ...options.tables, httpClient }, believed),
    provider: options.provider ?? people.provider,
    registryTokens: options.registryTokens?.(config, clock) ?? literalRegistryTokens,
    log: (level, event, fields = {}, cause) => log.push({ level, event, fields, cause }),
  };
  const pipeline: Pipeline = {
    services,
    limits: rateLimits(config),
    problemPage: async (...args) => problemPage(...args),
    onWrongAnswer(_log, endpoint, status, cause) {
      throw new Error(`${endpoint.name} answered ${status} with what its schema does not know`, { cause });
    },
  };
  const routes = contents.map((address) => ({
    method: address.method,
    pattern: routePattern(address.route),
    handler: handlerOf(pipeline, address),
  }));
  const catchAll = catchAllOf(pipeline, contents);

  return {
    config,
    clock,
    store,
    services,
    people,
    log,
    async send(method, path, { headers = {}, body } = {}) {
      const url = new URL(path, 'http://host.internal');
      const route = routes.find((one) => one.method === method && one.pattern.test(url.pathname));
      const params = Object.entries(route?.pattern.exec(url.pathname)?.groups ?? {});
      const request = new azure.HttpRequest({
        method,
        url: url.href,
        headers: {
          ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
          ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
        },
        params: Object.fromEntries(params.map(([name, value]) => [name, decodeURIComponent(value)])),
        ...(body !== undefined && { body: typeof body === 'string' ? { string: body } : { bytes: body } }),
      });
      const context = new azure.InvocationContext({ functionName: 'test', invocationId: 'test' });
      const before = store.requests.length;
      const response = ((await (route?.handler ?? catchAll)(request, context)) ?? {}) as HttpResponseInit;
      return {
        status: response.status ?? 200,
        headers: Object.fromEntries(
          Object.entries(response.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
        ) as Record<string, string>,
        cookies: response.cookies ?? [],
        text: typeof response.body === 'string' ? response.body : '',
        storageRequests: store.requests.length - before,
      };
    },
  };
}
