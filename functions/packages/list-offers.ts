import { CollectionQuery, collection, collectionOf } from '../../shared/http/collection.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import * as offers from '../../shared/packages/offers.ts';
import { OfferView, viewOf } from './offer-view.ts';

/** GET /api/packages/{id}/offers — to whom ownership was offered. */
export const listOffers = defineEndpoint({
  name: 'list-offers',
  method: 'GET',
  route: 'api/packages/{id}/offers',
  surface: 'api',
  summary: 'The offers of a package',
  caller: 'session',
  rights: ['package:offers:see'],
  query: CollectionQuery,
  answers: { 200: collectionOf(OfferView) },
  problems: [],
  async handle(services, { caller, params, query }) {
    const { page } = await offers.list(services, caller.account, params.id ?? '', query.cursor);
    return collection(page, viewOf);
  },
});
