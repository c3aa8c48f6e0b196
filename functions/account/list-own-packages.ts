import { CollectionQuery, collection, collectionOf } from '../../shared/http/collection.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import * as ownerships from '../../shared/packages/ownerships.ts';
import { OwnershipView, viewOf } from '../packages/ownership-view.ts';

/** GET /api/account/packages — the packages one owns oneself. */
export const listOwnPackages = defineEndpoint({
  name: 'list-own-packages',
  method: 'GET',
  route: 'api/account/packages',
  surface: 'api',
  summary: 'The packages one owns oneself',
  caller: 'session',
  query: CollectionQuery,
  answers: { 200: collectionOf(OwnershipView) },
  problems: [],
  async handle(services, { caller, query }) {
    return collection(await ownerships.list(services, caller.account.key, query.cursor), viewOf);
  },
});
