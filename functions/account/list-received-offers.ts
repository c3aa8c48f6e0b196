import { CollectionQuery, collection, collectionOf } from '../../shared/http/collection.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import * as receivedOffers from '../../shared/packages/received-offers.ts';
import { ReceivedOfferView, viewOf } from '../packages/received-offer-view.ts';

/** GET /api/account/offers — the packages one could become an owner of now. */
export const listReceivedOffers = defineEndpoint({
  name: 'list-received-offers',
  method: 'GET',
  route: 'api/account/offers',
  surface: 'api',
  summary: 'The offers of ownership one could accept now',
  caller: 'session',
  query: CollectionQuery,
  answers: { 200: collectionOf(ReceivedOfferView) },
  problems: [],
  async handle(services, { caller, query }) {
    return collection(await receivedOffers.list(services, caller.account.key, query.cursor), viewOf);
  },
});
