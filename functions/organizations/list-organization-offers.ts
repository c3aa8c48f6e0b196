import { CollectionQuery, collection, collectionOf } from '../../shared/http/collection.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import { enter } from '../../shared/organizations/standing.ts';
import * as receivedOffers from '../../shared/packages/received-offers.ts';
import { ReceivedOfferView, viewOf } from '../packages/received-offer-view.ts';

/** GET /api/organizations/{name}/offers — the packages an organization could become an owner of now. */
export const listOrganizationOffers = defineEndpoint({
  name: 'list-organization-offers',
  method: 'GET',
  route: 'api/organizations/{name}/offers',
  surface: 'api',
  summary: 'The offers of ownership an organization could accept now',
  caller: 'session',
  rights: ['received-offers:see'],
  query: CollectionQuery,
  answers: { 200: collectionOf(ReceivedOfferView) },
  problems: [],
  async handle(services, { caller, params, query }) {
    const { key } = await enter(services, caller.account, params.name ?? '', 'received-offers:see');
    return collection(await receivedOffers.list(services, key, query.cursor), viewOf);
  },
});
