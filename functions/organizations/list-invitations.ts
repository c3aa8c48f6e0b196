import { CollectionQuery, collection, collectionOf } from '../../shared/http/collection.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import * as invitations from '../../shared/organizations/invitations.ts';
import { InvitationView, viewOf } from './invitation-view.ts';

/** GET /api/organizations/{name}/invitations — what was offered and not answered yet. */
export const listInvitations = defineEndpoint({
  name: 'list-invitations',
  method: 'GET',
  route: 'api/organizations/{name}/invitations',
  surface: 'api',
  summary: 'The invitations of an organization',
  caller: 'session',
  rights: ['invitations:see'],
  query: CollectionQuery,
  answers: { 200: collectionOf(InvitationView) },
  problems: [],
  async handle(services, { caller, params, query }) {
    const { page } = await invitations.list(services, caller.account, params.name ?? '', query.cursor);
    return collection(page, viewOf);
  },
});
