import { publicAccount } from '../../shared/accounts/public-account.ts';
import { CollectionQuery, collection, collectionOf } from '../../shared/http/collection.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import { nameKey } from '../../shared/names/name-key.ts';
import * as ownerships from '../../shared/packages/ownerships.ts';
import { OwnershipView, viewOf } from '../packages/ownership-view.ts';

/** GET /api/accounts/{name}/packages — what an account owns, as anybody may see it. */
export const listPackagesOfAccount = defineEndpoint({
  name: 'list-packages-of-account',
  method: 'GET',
  route: 'api/accounts/{name}/packages',
  surface: 'api',
  summary: 'The packages that an account owns',
  caller: 'anyone',
  query: CollectionQuery,
  answers: { 200: collectionOf(OwnershipView) },
  problems: ['no-such-account', 'account-gone'],
  async handle(services, { params, query }) {
    const { name } = await publicAccount(services, params.name ?? '');
    return collection(await ownerships.list(services, nameKey(name), query.cursor), viewOf);
  },
});
