import * as z from 'zod/mini';
import { problemKind } from '../problems.ts';
import { problemsOf } from './declared-problems.ts';
import type { Endpoint } from './endpoint.ts';
import { ruleOf } from './rights.ts';

const callers = {
  anyone: [],
  registration: [{ registration: [] }],
  session: [{ session: [] }],
  'fresh-session': [{ session: [] }],
  registry: [{ registry: [] }],
} as const;

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'instance'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string' },
    instance: { type: 'string', description: 'The request id.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'detail'],
        properties: { pointer: { type: 'string' }, detail: { type: 'string' } },
      },
    },
  },
};

/** The OpenAPI 3.1 document of the JSON API, made from the same list as everything else. */
export function openApiDocument(endpoints: readonly Endpoint[]): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const endpoint of endpoints) {
    const path = `/${endpoint.route}`;
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operationOf(endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Registry accounts', version: '1', description: 'The account system of a package registry.' },
    paths,
    components: {
      schemas: { Problem: problemSchema },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: '__Host-session' },
        registration: { type: 'apiKey', in: 'cookie', name: '__Host-registration' },
        registry: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description:
            'An application’s own Entra token for this service, with one of the roles that the operation names.',
        },
      },
    },
  };
}

function operationOf(endpoint: Endpoint): Record<string, unknown> {
  return {
    operationId: endpoint.name,
    summary: endpoint.summary,
    security: callers[endpoint.caller],
    ...(endpoint.roles && { 'x-roles': endpoint.roles }),
    ...(endpoint.rights && { 'x-rights': rightsOf(endpoint) }),
    parameters: [...routeParameters(endpoint), ...queryParameters(endpoint)],
    ...(endpoint.body && {
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(endpoint.body, 'input') } } },
    }),
    responses: { ...answersOf(endpoint), ...refusalsOf(endpoint) },
  };
}

/** Who may call it, from the policy: `allows` says how the caller stands to the organization in the path. */
function rightsOf({ rights = [] }: Endpoint) {
  return Object.fromEntries(rights.map((right) => [right, ruleOf(right)]));
}

function routeParameters({ route }: Endpoint) {
  return [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters({ query }: Endpoint) {
  if (!(query instanceof z.ZodMiniObject)) return [];
  return Object.entries(query.shape).map(([name, schema]) => ({
    name,
    in: 'query',
    required: !(schema as z.ZodMiniType).safeParse(undefined).success,
    schema: schemaOf(schema as z.ZodMiniType, 'input'),
  }));
}

function answersOf(endpoint: Endpoint) {
  return Object.fromEntries(
    Object.entries(endpoint.answers).map(([status, schema]) => [
      status,
      schema instanceof z.ZodMiniVoid
        ? { description: 'Done.' }
        : {
            description: 'Done.',
            content: { [endpoint.produces ?? 'application/json']: { schema: schemaOf(schema, 'output') } },
          },
    ]),
  );
}

/** Problems share statuses: each status names the codes it may carry. */
function refusalsOf(endpoint: Endpoint) {
  const kinds = problemsOf(endpoint).map(problemKind);
  return Object.fromEntries(
    [...new Set(kinds.map((kind) => kind.status))]
      .toSorted((a, b) => a - b)
      .map((status) => [
        status,
        {
          description: kinds
            .filter((kind) => kind.status === status)
            .map((kind) => `\`${kind.code}\``)
            .toSorted()
            .join(', '),
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      ]),
  );
}

function schemaOf(schema: z.ZodMiniType, io: 'input' | 'output') {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return json;
}
