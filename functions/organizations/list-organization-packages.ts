import { CollectionQuery, collection, collectionOf } from '../../shared/http/collection.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import { enter } from '../../shared/organizations/standing.ts';
import * as ownerships from '../../shared/packages/ownerships.ts';
import { OwnershipView, viewOf } from '../packages/ownership-view.ts';

/** GET /api/organizations/{name}/packages — what an organization owns. */
export const listOrganizationPackages = defineEndpoint({
  name: 'list-organization-packages',
  method: 'GET',
  route: 'api/organizations/{name}/packages',
  surface: 'api',
  summary: 'The packages of an organization',
  caller: 'session',
  rights: ['packages:see'],
  query: CollectionQuery,
  answers: { 200: collectionOf(OwnershipView) },
  problems: [],
  async handle(services, { caller, params, query }) {
    const { key } = await enter(services, caller.account, params.name ?? '', 'packages:see');
    return collection(await ownerships.list(services, key, query.cursor), viewOf);
  },
});
